package io.lokitempo.lab.standin.traceql;

import io.lokitempo.lab.standin.query.Scanner;
import io.lokitempo.lab.standin.query.Token;
import io.lokitempo.lab.standin.query.Token.Kind;
import io.lokitempo.lab.standin.query.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** TraceQL text to tokens. An attribute is one token, its scope before the first dot. */
final class TraceQlLexer {
    private static final Pattern ATTRIBUTE =
            Pattern.compile("(?:span|resource|event|link|instrumentation|parent)?\\.(?=[\"A-Za-z_])");
    private static final Pattern ATTRIBUTE_NAME = Pattern.compile("[^\\s{}()=~!<>&|^,\"`]+");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(?::[A-Za-z]+)?");
    private static final Pattern DURATION =
            Pattern.compile("(?:[0-9]*\\.?[0-9]+(?:ns|us|µs|ms|s|m|h))+(?![A-Za-z0-9])");
    private static final Pattern NUMBER = Pattern.compile("[0-9]*\\.?[0-9]+(?:[eE][+-]?[0-9]+)?");
    private static final Set<String> KEYWORDS = Set.of(
            "true",
            "false",
            "nil",
            "ok",
            "error",
            "unset",
            "server",
            "client",
            "producer",
            "consumer",
            "internal",
            "unspecified",
            "by",
            "select",
            "count",
            "avg",
            "min",
            "max",
            "sum",
            "coalesce",
            "with",
            "topk",
            "bottomk",
            "compare");
    private static final List<String> SYMBOLS = List.of(
            "!>>", "!<<", "&>>", "&<<", "!>", "!<", "!~", "!=", "&>", "&<", "&~", "&&", "||", ">>", "<<", ">=", "<=",
            "=~", "{", "}", "(", ")", ",", "|", "=", ">", "<", "~", "+", "-", "*", "/", "%", "^", "!", ".");

    private final Scanner scanner;

    private TraceQlLexer(String text) {
        this.scanner = new Scanner(text);
    }

    static Tokens read(String text) {
        return new TraceQlLexer(text).all();
    }

    private Tokens all() {
        List<Token> tokens = new ArrayList<>();
        for (scanner.skipBlank(); !scanner.atEnd(); scanner.skipBlank()) {
            if (!scanner.take(Pattern.compile("(?s)/\\*.*?\\*/|//[^\\n]*")).isEmpty()) {
                continue;
            }
            tokens.add(next());
        }
        tokens.add(scanner.token(Kind.END, "", scanner.column()));
        return new Tokens(tokens);
    }

    private Token next() {
        int column = scanner.column();
        char c = scanner.peek(0);
        if (c == '"' || c == '`') {
            return scanner.string();
        }
        String scope = scanner.take(ATTRIBUTE);
        if (!scope.isEmpty()) {
            return scanner.token(Kind.ATTRIBUTE, scope + attributeName(), column);
        }
        String duration = scanner.take(DURATION);
        if (!duration.isEmpty()) {
            return scanner.token(Kind.DURATION, duration, column);
        }
        String number = scanner.take(NUMBER);
        if (!number.isEmpty()) {
            return scanner.token(Kind.NUMBER, number, column);
        }
        String word = scanner.take(WORD);
        if (!word.isEmpty()) {
            return scanner.token(isKeyword(word) ? Kind.KEYWORD : Kind.IDENTIFIER, word, column);
        }
        return c == '\'' || c > '~'
                ? scanner.token(Kind.IDENTIFIER, scanner.take(ATTRIBUTE_NAME), column)
                : scanner.symbol(SYMBOLS);
    }

    private static boolean isKeyword(String word) {
        return KEYWORDS.contains(word)
                || Field.Intrinsic.of(word).isPresent()
                || MetricsFunction.of(word).isPresent();
    }

    /** A name may be quoted in part: {@code span.a."b c".d}. */
    private String attributeName() {
        StringBuilder name = new StringBuilder();
        while (true) {
            if (scanner.peek(0) == '"') {
                name.append(scanner.string().text());
            } else {
                String part = scanner.take(ATTRIBUTE_NAME);
                if (part.isEmpty()) {
                    return name.toString();
                }
                name.append(part);
            }
        }
    }
}
