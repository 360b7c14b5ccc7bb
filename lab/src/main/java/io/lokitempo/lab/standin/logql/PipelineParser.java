package io.lokitempo.lab.standin.logql;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.lokitempo.lab.standin.logql.Expr.Conversion;
import io.lokitempo.lab.standin.logql.Expr.Unwrap;
import io.lokitempo.lab.standin.logql.Stage.Assignment;
import io.lokitempo.lab.standin.logql.Stage.Extraction;
import io.lokitempo.lab.standin.logql.Stage.LabelChoice;
import io.lokitempo.lab.standin.logql.Stage.LineTest;
import io.lokitempo.lab.standin.logql.TextMatch.Operator;
import io.lokitempo.lab.standin.query.ByteSize;
import io.lokitempo.lab.standin.query.GoDuration;
import io.lokitempo.lab.standin.query.QueryRefused;
import io.lokitempo.lab.standin.query.Token;
import io.lokitempo.lab.standin.query.Token.Kind;
import io.lokitempo.lab.standin.query.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The part of LogQL in which lines are chosen: selector and pipeline. */
final class PipelineParser {
    private static final String EMPTY_COMPATIBLE =
            "parse error : queries require at least one regexp or equality matcher that does not have an empty-compatible"
                    + " value. For instance, app=~\".*\" does not meet this requirement, but app=~\".+\" will";
    private static final Set<String> LINE_FILTERS = Set.of("|=", "!=", "|~", "!~");
    private static final Set<String> COMPARISONS = Set.of("=", "==", "!=", ">", ">=", "<", "<=");
    private static final String STAGES = "line filters, label filters, json, logfmt, regexp, pattern, line_format,"
            + " label_format, drop, keep, decolorize, unwrap";

    private final Tokens tokens;

    PipelineParser(Tokens tokens) {
        this.tokens = tokens;
    }

    List<StreamMatcher> selector() {
        tokens.expect("{");
        List<StreamMatcher> matchers = new ArrayList<>();
        if (!tokens.takeIf("}")) {
            matchers.add(matcher("IDENTIFIER or }"));
            while (!tokens.takeIf("}")) {
                if (!tokens.takeIf(",")) {
                    throw tokens.peek().unexpected("} or ,");
                }
                matchers.add(matcher("IDENTIFIER"));
            }
        }
        if (matchers.stream().allMatch(matcher -> matcher.match().test(""))) {
            throw QueryRefused.invalid(EMPTY_COMPATIBLE);
        }
        return matchers;
    }

    private StreamMatcher matcher(String expecting) {
        String label = tokens.expect(Kind.IDENTIFIER, expecting);
        return new StreamMatcher(label, new TextMatch(textOperator(), tokens.expect(Kind.STRING)));
    }

    private Operator textOperator() {
        Token token = tokens.peek();
        for (Operator operator : Operator.values()) {
            if (token.is(operator.symbol())) {
                tokens.take();
                return operator;
            }
        }
        throw token.unexpected("= or =~ or !~ or !=");
    }

    /** Stages up to the first thing that is none; {@code unwrap} is left for {@link #unwrap()}. */
    List<Stage> stages() {
        List<Stage> stages = new ArrayList<>();
        while (true) {
            Token token = tokens.peek();
            if (token.isAny(LINE_FILTERS)) {
                stages.add(lineFilter());
            } else if (token.is("|>") || token.is("!>")) {
                throw QueryRefused.unsupported("the line filter \"" + token.text() + "\"", "|=, !=, |~, !~");
            } else if (token.is("|")) {
                tokens.take();
                if (tokens.peek().is("unwrap")) {
                    return stages;
                }
                stages.add(stage());
            } else {
                return stages;
            }
        }
    }

    private Stage lineFilter() {
        Token operator = tokens.take();
        boolean regex = operator.is("|~") || operator.is("!~");
        List<LineTest> anyOf = new ArrayList<>();
        do {
            if (tokens.peek().is("ip")) {
                throw QueryRefused.unsupported("the function \"ip()\"", "a string after " + operator.text());
            }
            String text = tokens.expect(Kind.STRING, "STRING or ip");
            anyOf.add(regex ? new LineTest.Matches(lineRegex(operator.text(), text)) : new LineTest.Contains(text));
        } while (tokens.takeIf("or"));
        return new Stage.LineFilter(operator.is("!=") || operator.is("!~"), anyOf);
    }

    private static Pattern lineRegex(String operator, String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw QueryRefused.invalid("parse error : stage '" + operator + " \"" + text + "\"' : " + e.getMessage());
        }
    }

    private Stage stage() {
        Token token = tokens.peek();
        if (token.kind() == Kind.IDENTIFIER || token.is("(")) {
            return new Stage.LabelFilter(condition());
        }
        if (token.kind() != Kind.KEYWORD) {
            throw token.unexpected();
        }
        tokens.take();
        return switch (token.text()) {
            case "json" -> new Stage.Json(extractions(true));
            case "logfmt" -> logfmt();
            case "regexp" -> regexp(tokens.expect(Kind.STRING));
            case "pattern" -> new Stage.Captures(new LinePattern(tokens.expect(Kind.STRING)));
            case "line_format" -> new Stage.LineFormat(new Template(tokens.expect(Kind.STRING), "line_format"));
            case "label_format" -> new Stage.LabelFormat(listOf(this::assignment));
            case "drop" -> new Stage.Drop(listOf(this::choice));
            case "keep" -> new Stage.Keep(listOf(this::choice));
            case "decolorize" -> new Stage.Decolorize();
            case "unpack" -> throw QueryRefused.unsupported("the stage \"unpack\"", STAGES);
            default -> throw token.unexpected();
        };
    }

    private <T> List<T> listOf(Supplier<T> element) {
        List<T> elements = new ArrayList<>();
        do {
            elements.add(element.get());
        } while (tokens.takeIf(","));
        return elements;
    }

    private Stage logfmt() {
        boolean strict = false;
        boolean keepEmpty = false;
        while (tokens.peek().is("--strict") || tokens.peek().is("--keep-empty")) {
            boolean isStrict = tokens.take().is("--strict");
            strict |= isStrict;
            keepEmpty |= !isStrict;
        }
        return new Stage.Logfmt(strict, keepEmpty, extractions(false));
    }

    private List<Extraction> extractions(boolean path) {
        return tokens.peek().kind() == Kind.IDENTIFIER ? listOf(() -> extraction(path)) : List.of();
    }

    private Extraction extraction(boolean path) {
        String label = tokens.expect(Kind.IDENTIFIER);
        String source = tokens.takeIf("=") ? tokens.expect(Kind.STRING) : label;
        return new Extraction(label, path ? JsonPath.parse(source) : List.of(source));
    }

    private static Stage regexp(String text) {
        Pattern pattern = TextMatch.regex(text);
        if (pattern.namedGroups().isEmpty()) {
            throw QueryRefused.invalid(
                    "parse error : invalid regexp parser: at least one named capture must be supplied");
        }
        return new Stage.Regexp(pattern, List.copyOf(pattern.namedGroups().keySet()));
    }

    private Assignment assignment() {
        String label = tokens.expect(Kind.IDENTIFIER);
        tokens.expect("=");
        return tokens.peek().kind() == Kind.STRING
                ? new Assignment.Render(label, new Template(tokens.take().text(), "label_format"))
                : new Assignment.Rename(label, tokens.expect(Kind.IDENTIFIER));
    }

    private LabelChoice choice() {
        String label = tokens.expect(Kind.IDENTIFIER);
        boolean valued = tokens.peek().isAny(Set.of("=", "!=", "=~", "!~"));
        return valued
                ? new LabelChoice.Matching(label, new TextMatch(textOperator(), tokens.expect(Kind.STRING)))
                : new LabelChoice.Any(label);
    }

    private LabelCondition condition() {
        LabelCondition left = conjunction();
        while (tokens.takeIf("or")) {
            left = new LabelCondition.Or(left, conjunction());
        }
        return left;
    }

    private LabelCondition conjunction() {
        LabelCondition left = comparison();
        while (tokens.takeIf("and") || tokens.takeIf(",")) {
            left = new LabelCondition.And(left, comparison());
        }
        return left;
    }

    private LabelCondition comparison() {
        if (tokens.takeIf("(")) {
            LabelCondition inner = condition();
            tokens.expect(")");
            return inner;
        }
        String label = tokens.expect(Kind.IDENTIFIER, "IDENTIFIER or (");
        Token operator = tokens.take();
        if (!operator.isAny(COMPARISONS) && !operator.is("=~") && !operator.is("!~")) {
            throw operator.unexpected();
        }
        return tokens.peek().kind() == Kind.STRING ? text(label, operator) : number(label, operator);
    }

    private LabelCondition text(String label, Token operator) {
        for (Operator known : Operator.values()) {
            if (operator.is(known.symbol())) {
                return new LabelCondition.Text(
                        label, new TextMatch(known, tokens.take().text()));
            }
        }
        throw tokens.peek().unexpected();
    }

    private LabelCondition number(String label, Token operator) {
        if (tokens.peek().is("ip")) {
            throw QueryRefused.unsupported("the function \"ip()\"", "a string, number, duration or size of bytes");
        }
        if (operator.is("=~") || operator.is("!~")) {
            throw tokens.peek().unexpected("STRING");
        }
        int sign = tokens.takeIf("-") ? -1 : 1;
        Token value = tokens.take();
        BinaryOperator comparison =
                BinaryOperator.of(operator.is("=") ? "==" : operator.text()).orElseThrow(operator::unexpected);
        return switch (value.kind()) {
            case NUMBER ->
                new LabelCondition.Quantity(
                        label, comparison, sign * Double.parseDouble(value.text()), Conversion.NUMBER);
            case DURATION ->
                new LabelCondition.Quantity(
                        label, comparison, sign * GoDuration.parse(value.text()).orElseThrow(), Conversion.DURATION);
            case BYTES ->
                new LabelCondition.Quantity(
                        label, comparison, ByteSize.parse(value.text()).orElseThrow(), Conversion.BYTES);
            case IDENTIFIER, STRING, RANGE, ATTRIBUTE, KEYWORD, SYMBOL, END -> throw value.unexpected();
        };
    }

    /** What follows the stages of a range aggregation, its bar already taken; null where no unwrap does. */
    @Nullable
    Unwrap unwrap() {
        if (!tokens.takeIf("unwrap")) {
            return null;
        }
        Conversion conversion = Conversion.NUMBER;
        Token function = tokens.peek();
        String label;
        if (function.kind() == Kind.KEYWORD) {
            tokens.take();
            conversion = switch (function.text()) {
                case "duration", "duration_seconds" -> Conversion.DURATION;
                case "bytes" -> Conversion.BYTES;
                default -> throw function.unexpected();
            };
            tokens.expect("(");
            label = tokens.expect(Kind.IDENTIFIER);
            tokens.expect(")");
        } else {
            label = tokens.expect(Kind.IDENTIFIER);
        }
        List<LabelCondition> filters = new ArrayList<>();
        while (tokens.takeIf("|")) {
            filters.add(condition());
        }
        return new Unwrap(label, conversion, filters);
    }
}
