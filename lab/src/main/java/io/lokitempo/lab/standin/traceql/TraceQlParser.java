package io.lokitempo.lab.standin.traceql;

import io.lokitempo.lab.standin.query.QueryRefused;
import io.lokitempo.lab.standin.query.Token;
import io.lokitempo.lab.standin.query.Token.Kind;
import io.lokitempo.lab.standin.query.Tokens;
import io.lokitempo.lab.standin.traceql.TraceQlQuery.AggregateFunction;
import io.lokitempo.lab.standin.traceql.TraceQlQuery.Hints;
import io.lokitempo.lab.standin.traceql.TraceQlQuery.Metrics;
import io.lokitempo.lab.standin.traceql.TraceQlQuery.Ranking;
import io.lokitempo.lab.standin.traceql.TraceQlQuery.Relation;
import io.lokitempo.lab.standin.traceql.TraceQlQuery.Spansets;
import io.lokitempo.lab.standin.traceql.TraceQlQuery.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** TraceQL by recursive descent. */
public final class TraceQlParser {
    private static final Set<String> AGGREGATES = Set.of("count", "avg", "min", "max", "sum");
    private static final Set<String> UNSUPPORTED_RELATIONS =
            Set.of("!>>", "!<<", "!>", "!<", "!~", "&>>", "&<<", "&>", "&<", "&~");

    private final Tokens tokens;
    private final ConditionParser conditions;

    private TraceQlParser(String text) {
        this.tokens = TraceQlLexer.read(text);
        this.conditions = new ConditionParser(tokens);
    }

    public static TraceQlQuery parse(String text) {
        if (text.isBlank()) {
            throw QueryRefused.invalid("parse error : syntax error: unexpected $end");
        }
        return new TraceQlParser(text).query();
    }

    /** A field by itself: {@code span.http.route}, {@code name}, {@code .a}. */
    public static Field parseField(String text) {
        TraceQlParser parser = new TraceQlParser(text);
        if (parser.tokens.peek().kind() == Kind.IDENTIFIER) {
            throw QueryRefused.at(1, 2, "unknown identifier: " + text);
        }
        return parser.conditions.field();
    }

    private TraceQlQuery query() {
        Spansets spansets = either();
        List<Stage> stages = new ArrayList<>();
        Metrics metrics = null;
        while (tokens.takeIf("|")) {
            Token token = tokens.peek();
            if (metrics != null) {
                metrics = ranked(metrics);
            } else if (MetricsFunction.of(token.text()).isPresent() && token.kind() == Kind.KEYWORD) {
                metrics = metrics();
            } else {
                stages.add(stage());
            }
        }
        Hints hints = tokens.takeIf("with") ? hints() : Hints.NONE;
        if (tokens.peek().kind() != Kind.END) {
            throw tokens.peek().unexpected("with");
        }
        return new TraceQlQuery(spansets, stages, metrics, hints);
    }

    private Spansets either() {
        Spansets left = both();
        while (tokens.takeIf("||")) {
            left = new Spansets.Either(left, both());
        }
        return left;
    }

    private Spansets both() {
        Spansets left = related();
        while (tokens.takeIf("&&")) {
            left = new Spansets.Both(left, related());
        }
        return left;
    }

    private Spansets related() {
        Spansets left = spanset();
        while (true) {
            Token token = tokens.peek();
            if (token.isAny(UNSUPPORTED_RELATIONS)) {
                throw QueryRefused.unsupported(
                        "the structural operator \"" + token.text() + "\"", ">, >>, <, <<, ~, &&, ||");
            }
            Optional<Relation> relation = relation(token);
            if (relation.isEmpty()) {
                return left;
            }
            tokens.take();
            left = new Spansets.Related(left, relation.get(), spanset());
        }
    }

    private static Optional<Relation> relation(Token token) {
        for (Relation relation : Relation.values()) {
            if (token.is(relation.symbol())) {
                return Optional.of(relation);
            }
        }
        return Optional.empty();
    }

    private Spansets spanset() {
        if (tokens.takeIf("(")) {
            Spansets inner = either();
            tokens.expect(")");
            return inner;
        }
        if (!tokens.peek().is("{")) {
            throw tokens.peek().kind() == Kind.END
                    ? tokens.peek().unexpected("{ or (")
                    : tokens.peek().unexpected();
        }
        tokens.take();
        if (tokens.takeIf("}")) {
            return new Spansets.Filter(new FieldExpr.Always());
        }
        FieldExpr condition = conditions.condition();
        if (!tokens.takeIf("}")) {
            throw tokens.peek().unexpected();
        }
        return new Spansets.Filter(condition);
    }

    private Stage stage() {
        Token token = tokens.peek();
        if (token.is("{") || token.is("(")) {
            return new Stage.Narrow(either());
        }
        if (token.isAny(AGGREGATES)) {
            return aggregate();
        }
        if (token.is("select")) {
            tokens.take();
            return new Stage.Select(fields());
        }
        if (token.is("by")) {
            tokens.take();
            List<Field> by = fields();
            return new Stage.By(by.getFirst());
        }
        if (token.is("coalesce")) {
            tokens.take();
            tokens.expect("(");
            tokens.expect(")");
            return new Stage.Coalesce();
        }
        if (token.is("compare")) {
            throw QueryRefused.unsupported("the function \"compare()\"", MetricsFunction.supported());
        }
        throw token.unexpected();
    }

    private Stage aggregate() {
        AggregateFunction function =
                AggregateFunction.valueOf(tokens.take().text().toUpperCase(Locale.ROOT));
        tokens.expect("(");
        Field field = function == AggregateFunction.COUNT ? null : conditions.field();
        tokens.expect(")");
        if (field != null && field.valueType() != Field.Type.NUMBER && field.valueType() != Field.Type.UNKNOWN) {
            throw QueryRefused.invalid("aggregate field expressions must resolve to a number type: " + function.text()
                    + "(" + field + ")");
        }
        FieldExpr.Operator operator = FieldExpr.Operator.of(tokens.peek().text())
                .filter(o -> !o.isRegex())
                .orElseThrow(() -> tokens.peek().unexpected());
        tokens.take();
        return new Stage.Aggregate(function, field, operator, conditions.number());
    }

    private List<Field> fields() {
        tokens.expect("(");
        List<Field> fields = new ArrayList<>();
        do {
            fields.add(conditions.field());
        } while (tokens.takeIf(","));
        if (!tokens.takeIf(")")) {
            throw tokens.peek().unexpected(") or ,");
        }
        return fields;
    }

    private Metrics metrics() {
        MetricsFunction function = MetricsFunction.of(tokens.take().text()).orElseThrow();
        tokens.expect("(");
        Field field = function.takesField() ? conditions.field() : null;
        List<Double> quantiles = new ArrayList<>();
        if (function == MetricsFunction.QUANTILE_OVER_TIME) {
            do {
                tokens.expect(",");
                quantiles.add(quantile(tokens.expect(Kind.NUMBER)));
            } while (tokens.peek().is(","));
        }
        tokens.expect(")");
        List<Field> by = tokens.takeIf("by") ? fields() : List.of();
        return new Metrics(function, field, quantiles, by, null);
    }

    private static double quantile(String text) {
        double quantile = Double.parseDouble(text);
        if (quantile < 0 || quantile > 1) {
            throw QueryRefused.invalid("compiling query: quantile must be between 0 and 1: " + text);
        }
        return quantile;
    }

    private Metrics ranked(Metrics metrics) {
        Token token = tokens.peek();
        if (!token.is("topk") && !token.is("bottomk")) {
            throw token.unexpected("topk or bottomk");
        }
        tokens.take();
        tokens.expect("(");
        int count = Integer.parseInt(tokens.expect(Kind.NUMBER));
        tokens.expect(")");
        if (count < 1) {
            throw QueryRefused.invalid("compiling query: limit must be greater than 0");
        }
        return new Metrics(
                metrics.function(),
                metrics.field(),
                metrics.quantiles(),
                metrics.by(),
                new Ranking(token.is("topk"), count));
    }

    private Hints hints() {
        tokens.expect("(");
        boolean mostRecent = false;
        Boolean exemplars = null;
        do {
            String name = tokens.expect(Kind.IDENTIFIER);
            tokens.expect("=");
            boolean on = flag();
            switch (name) {
                case "most_recent" -> mostRecent = on;
                case "exemplars" -> exemplars = on;
                default -> throw QueryRefused.unsupported("the hint \"" + name + "\"", "most_recent, exemplars");
            }
        } while (tokens.takeIf(","));
        tokens.expect(")");
        return new Hints(mostRecent, exemplars);
    }

    private boolean flag() {
        Token token = tokens.take();
        if (!token.is("true") && !token.is("false")) {
            throw token.unexpected();
        }
        return token.is("true");
    }
}
