package io.lokitempo.lab.standin.logql;

import io.lokitempo.lab.standin.query.ByteSize;
import io.lokitempo.lab.standin.query.GoDuration;
import io.lokitempo.lab.standin.query.GoNumber;
import io.lokitempo.lab.standin.query.QueryRefused;
import io.lokitempo.lab.standin.query.Scanner;
import io.lokitempo.lab.standin.query.Token;
import io.lokitempo.lab.standin.query.Token.Kind;
import io.lokitempo.lab.standin.query.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** LogQL text to tokens. A function's name is a keyword only where its parenthesis or its grouping follows. */
final class LogQlLexer {
    private static final Set<String> KEYWORDS = Set.of(
            "by",
            "without",
            "on",
            "ignoring",
            "group_left",
            "group_right",
            "bool",
            "offset",
            "and",
            "or",
            "unless",
            "json",
            "logfmt",
            "regexp",
            "pattern",
            "unpack",
            "line_format",
            "label_format",
            "unwrap",
            "decolorize",
            "drop",
            "keep");
    private static final Set<String> UNSUPPORTED_FUNCTIONS =
            Set.of("label_replace", "rate_counter", "approx_topk", "ip");
    private static final Set<String> CONVERSIONS = Set.of("duration", "duration_seconds", "bytes", "vector");
    private static final List<String> SYMBOLS = List.of(
            "--strict",
            "--keep-empty",
            "|=",
            "|~",
            "|>",
            "!=",
            "!~",
            "!>",
            "=~",
            "==",
            ">=",
            "<=",
            "{",
            "}",
            "(",
            ")",
            "]",
            ",",
            "|",
            "=",
            ">",
            "<",
            "+",
            "-",
            "*",
            "/",
            "%",
            "^",
            ".");

    private final Scanner scanner;

    private LogQlLexer(String text) {
        this.scanner = new Scanner(text);
    }

    static Tokens read(String text) {
        return new LogQlLexer(text).all();
    }

    private Tokens all() {
        List<Token> tokens = new ArrayList<>();
        for (scanner.skipBlank(); !scanner.atEnd(); scanner.skipBlank()) {
            tokens.add(next());
        }
        tokens.add(scanner.token(Kind.END, "", scanner.column()));
        return new Tokens(tokens);
    }

    private Token next() {
        char c = scanner.peek(0);
        if (c == '"' || c == '`') {
            return scanner.string();
        }
        if (c == '[') {
            return range();
        }
        if (Character.isDigit(c) || (c == '.' && Character.isDigit(scanner.peek(1)))) {
            return quantity();
        }
        if (Character.isLetter(c) || c == '_') {
            return word();
        }
        return c == '\'' || c > '~' ? foreign() : scanner.symbol(SYMBOLS);
    }

    /** Quotes of other languages and typographers: read as a word, which no rule of the grammar accepts. */
    private Token foreign() {
        int column = scanner.column();
        return scanner.token(Kind.IDENTIFIER, scanner.takeWhile(c -> c > ' ' && c != '}' && c != ')'), column);
    }

    private Token range() {
        int column = scanner.column();
        scanner.skip(1);
        String text = scanner.takeWhile(c -> c != ']').strip();
        if (scanner.atEnd()) {
            throw QueryRefused.at(0, column, "missing closing ']' in duration");
        }
        scanner.skip(1);
        if (text.contains(":")) {
            throw QueryRefused.unsupported("the subquery [" + text + "]", "a range such as [5m]");
        }
        if (GoDuration.parse(text).isEmpty()) {
            throw QueryRefused.at(0, column, GoDuration.complaint(text)); // Loki has no line here
        }
        return scanner.token(Kind.RANGE, text, column);
    }

    private Token quantity() {
        int column = scanner.column();
        String text = scanner.takeWhile(c -> Character.isLetterOrDigit(c) || c == '.');
        if ((text.endsWith("e") || text.endsWith("E")) && (scanner.peek(0) == '-' || scanner.peek(0) == '+')) {
            String sign = String.valueOf(scanner.peek(0));
            scanner.skip(1);
            text += sign + scanner.takeWhile(Character::isDigit);
        }
        if (GoNumber.parseDouble(text).isPresent()) {
            return scanner.token(Kind.NUMBER, text, column);
        }
        if (GoDuration.parse(text).isPresent()) {
            return scanner.token(Kind.DURATION, text, column);
        }
        if (ByteSize.parse(text).isPresent()) {
            return scanner.token(Kind.BYTES, text, column);
        }
        return scanner.token(Kind.IDENTIFIER, text, column);
    }

    private Token word() {
        int column = scanner.column();
        String text = scanner.takeWhile(c -> Character.isLetterOrDigit(c) || c == '_');
        boolean keyword = KEYWORDS.contains(text) || (isFunction(text) && opensCall());
        return scanner.token(keyword ? Kind.KEYWORD : Kind.IDENTIFIER, text, column);
    }

    private static boolean isFunction(String text) {
        return RangeFunction.of(text).isPresent()
                || VectorFunction.of(text).isPresent()
                || CONVERSIONS.contains(text)
                || UNSUPPORTED_FUNCTIONS.contains(text);
    }

    static boolean isUnsupported(String function) {
        return UNSUPPORTED_FUNCTIONS.contains(function);
    }

    private boolean opensCall() {
        int ahead = blanks(0);
        if (scanner.peek(ahead) == '(') {
            return true;
        }
        for (String grouping : List.of("by", "without")) {
            int end = ahead + grouping.length();
            if (matches(grouping, ahead) && scanner.peek(blanks(end)) == '(') {
                return true;
            }
        }
        return false;
    }

    private boolean matches(String word, int ahead) {
        for (int i = 0; i < word.length(); i++) {
            if (scanner.peek(ahead + i) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int blanks(int ahead) {
        int place = ahead;
        while (Character.isWhitespace(scanner.peek(place))) {
            place++;
        }
        return place;
    }
}
