package io.lokitempo.lab.standin.logql;

import io.lokitempo.lab.standin.logql.Expr.BinaryOperation;
import io.lokitempo.lab.standin.logql.Expr.ConstantVector;
import io.lokitempo.lab.standin.logql.Expr.Grouping;
import io.lokitempo.lab.standin.logql.Expr.Logs;
import io.lokitempo.lab.standin.logql.Expr.Matching;
import io.lokitempo.lab.standin.logql.Expr.Metric;
import io.lokitempo.lab.standin.logql.Expr.RangeAggregation;
import io.lokitempo.lab.standin.logql.Expr.Scalar;
import io.lokitempo.lab.standin.logql.Expr.Unwrap;
import io.lokitempo.lab.standin.logql.Expr.VectorAggregation;
import io.lokitempo.lab.standin.query.GoDuration;
import io.lokitempo.lab.standin.query.QueryRefused;
import io.lokitempo.lab.standin.query.Token;
import io.lokitempo.lab.standin.query.Token.Kind;
import io.lokitempo.lab.standin.query.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** LogQL by recursive descent; binary operators by precedence climbing. */
public final class LogQlParser {
    private static final String NOTHING = "parse error : syntax error: unexpected $end";

    private final Tokens tokens;
    private final PipelineParser pipelines;

    private LogQlParser(String text) {
        this.tokens = LogQlLexer.read(text);
        this.pipelines = new PipelineParser(tokens);
    }

    /** A log or metric query. */
    public static Expr parse(String text) {
        if (text.isEmpty()) {
            throw QueryRefused.invalid(NOTHING);
        }
        LogQlParser parser = new LogQlParser(text);
        Expr parsed = parser.expression(1);
        if (parser.tokens.peek().kind() != Kind.END) {
            throw parser.tokens.peek().unexpected();
        }
        return parsed;
    }

    /** A stream selector and nothing else. */
    public static List<StreamMatcher> parseSelector(String text) {
        if (parse(text) instanceof Logs(List<StreamMatcher> matchers, List<Stage> stages) && stages.isEmpty()) {
            return matchers;
        }
        throw QueryRefused.invalid("only label matchers are supported");
    }

    private Expr expression(int leastPrecedence) {
        Expr left = primary();
        while (true) {
            Token token = tokens.peek();
            Optional<BinaryOperator> operator = token.kind() == Kind.SYMBOL || token.kind() == Kind.KEYWORD
                    ? BinaryOperator.of(token.text())
                    : Optional.empty();
            if (operator.isEmpty() || operator.get().precedence() < leastPrecedence) {
                return left;
            }
            tokens.take();
            left = binary(left, operator.get());
        }
    }

    private BinaryOperation binary(Expr left, BinaryOperator operator) {
        boolean bool = tokens.takeIf("bool");
        Matching matching = matching();
        boolean rightAssociative = operator == BinaryOperator.POWER;
        Expr right = expression(operator.precedence() + (rightAssociative ? 0 : 1));
        return new BinaryOperation(
                operator, bool, matching, leg(left, "left", operator), leg(right, "right", operator));
    }

    private static Metric leg(Expr side, String which, BinaryOperator operator) {
        return switch (side) {
            case Metric metric -> metric;
            case Logs logs ->
                throw QueryRefused.invalid("parse error : unexpected type for " + which + " leg of binary operation ("
                        + operator.symbol() + "): *syntax." + (logs.stages().isEmpty() ? "Matchers" : "Pipeline")
                        + "Expr");
        };
    }

    private @Nullable Matching matching() {
        Token token = tokens.peek();
        if (!token.is("on") && !token.is("ignoring")) {
            return null;
        }
        tokens.take();
        Matching matching = new Matching(token.is("ignoring"), labelList());
        if (tokens.peek().is("group_left") || tokens.peek().is("group_right")) {
            throw QueryRefused.unsupported(
                    "the modifier \"" + tokens.peek().text() + "\"", "one-to-one matching with on() or ignoring()");
        }
        return matching;
    }

    private Expr primary() {
        Token token = tokens.peek();
        if (token.is("{")) {
            return logs();
        }
        if (token.is("(")) {
            tokens.take();
            Expr inner = expression(1);
            tokens.expect(")");
            return inner;
        }
        if (token.is("-") || token.is("+")) {
            tokens.take();
            return new Scalar((token.is("-") ? -1 : 1) * Double.parseDouble(tokens.expect(Kind.NUMBER)));
        }
        if (token.kind() == Kind.NUMBER) {
            return new Scalar(Double.parseDouble(tokens.take().text()));
        }
        if (token.kind() == Kind.KEYWORD) {
            return call();
        }
        throw token.unexpected();
    }

    private Logs logs() {
        List<StreamMatcher> matchers = pipelines.selector();
        return new Logs(matchers, pipelines.stages());
    }

    private Metric call() {
        Token name = tokens.peek();
        Optional<RangeFunction> range = RangeFunction.of(name.text());
        Optional<VectorFunction> vector = VectorFunction.of(name.text());
        if (range.isPresent()) {
            tokens.take();
            return range(range.get());
        }
        if (vector.isPresent()) {
            tokens.take();
            return vector(vector.get());
        }
        if (name.is("vector")) {
            tokens.take();
            tokens.expect("(");
            double value = Double.parseDouble(tokens.expect(Kind.NUMBER));
            tokens.expect(")");
            return new ConstantVector(value);
        }
        if (LogQlLexer.isUnsupported(name.text())) {
            throw QueryRefused.unsupported(
                    "the function \"" + name.text() + "()\"",
                    RangeFunction.supported() + ", " + VectorFunction.supported() + ", vector");
        }
        throw name.unexpected();
    }

    private RangeAggregation range(RangeFunction function) {
        tokens.expect("(");
        double parameter = 0;
        if (function == RangeFunction.QUANTILE_OVER_TIME) {
            parameter = parameter(function.text());
        }
        boolean wrapped = tokens.takeIf("(");
        List<StreamMatcher> matchers = pipelines.selector();
        List<Stage> stages = new ArrayList<>();
        Unwrap unwrap = null;
        if (tokens.peek().kind() != Kind.RANGE) {
            stages.addAll(pipelines.stages());
            unwrap = pipelines.unwrap();
        }
        if (wrapped) {
            tokens.expect(")");
        }
        if (tokens.peek().kind() != Kind.RANGE) {
            throw tokens.peek().unexpected();
        }
        long range = GoDuration.parse(tokens.take().text()).orElseThrow();
        long offset = offset();
        tokens.expect(")");
        Grouping grouping = tokens.peek().is("by") || tokens.peek().is("without") ? grouping() : null;
        check(function, unwrap, grouping);
        return new RangeAggregation(function, parameter, new Logs(matchers, stages), unwrap, range, offset, grouping);
    }

    private static void check(RangeFunction function, @Nullable Unwrap unwrap, @Nullable Grouping grouping) {
        String problem = switch (function.input()) {
            case SAMPLES -> unwrap == null ? "invalid aggregation " + function.text() + " without unwrap" : "";
            case LINES -> unwrap != null ? "invalid aggregation " + function.text() + " with unwrap" : "";
            case EITHER -> "";
        };
        if (problem.isEmpty() && grouping != null && !function.takesGrouping()) {
            problem = "grouping not allowed for " + function.text() + " aggregation";
        }
        if (!problem.isEmpty()) {
            throw QueryRefused.invalid("parse error : " + problem);
        }
    }

    private double parameter(String function) {
        if (tokens.peek().kind() != Kind.NUMBER) {
            throw QueryRefused.invalid("parse error : parameter required for operation " + function);
        }
        double parameter = Double.parseDouble(tokens.take().text());
        tokens.expect(",");
        return parameter;
    }

    private long offset() {
        if (!tokens.takeIf("offset")) {
            return 0;
        }
        boolean negative = tokens.takeIf("-");
        long nanos = GoDuration.parse(tokens.expect(Kind.DURATION)).orElseThrow();
        return negative ? -nanos : nanos;
    }

    private VectorAggregation vector(VectorFunction function) {
        boolean before = !tokens.peek().is("(");
        Grouping grouping = before ? grouping() : Grouping.NONE;
        tokens.expect("(");
        int parameter = function.takesParameter() ? (int) parameter(function.text()) : 0;
        if (function.takesParameter() && parameter < 1) {
            throw QueryRefused.invalid(
                    "parse error : invalid parameter (must be greater than 0) " + function.text() + "(" + parameter);
        }
        Expr inner = expression(1);
        if (!(inner instanceof Metric metric)) {
            throw tokens.peek().unexpected();
        }
        tokens.expect(")");
        if (!before && (tokens.peek().is("by") || tokens.peek().is("without"))) {
            grouping = grouping();
        }
        return new VectorAggregation(function, parameter, metric, grouping);
    }

    private Grouping grouping() {
        Token word = tokens.take();
        return new Grouping(word.is("without"), labelList());
    }

    private List<String> labelList() {
        tokens.expect("(");
        List<String> labels = new ArrayList<>();
        if (tokens.takeIf(")")) {
            return labels;
        }
        do {
            labels.add(tokens.expect(Kind.IDENTIFIER));
        } while (tokens.takeIf(","));
        if (!tokens.takeIf(")")) {
            throw tokens.peek().unexpected(") or ,");
        }
        return labels;
    }
}
