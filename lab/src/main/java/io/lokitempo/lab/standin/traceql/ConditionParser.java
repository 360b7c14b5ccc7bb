package io.lokitempo.lab.standin.traceql;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.lokitempo.lab.standin.query.GoDuration;
import io.lokitempo.lab.standin.query.QueryRefused;
import io.lokitempo.lab.standin.query.Token;
import io.lokitempo.lab.standin.query.Token.Kind;
import io.lokitempo.lab.standin.query.Tokens;
import io.lokitempo.lab.standin.traceql.FieldExpr.Operand;
import io.lokitempo.lab.standin.traceql.FieldExpr.Operator;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.SpanStatus;
import java.util.Optional;
import java.util.Set;

/** The part of TraceQL inside the braces, with its types checked. */
final class ConditionParser {
    private static final Set<String> STATUSES = Set.of("ok", "error", "unset");
    private static final Set<String> KINDS =
            Set.of("server", "client", "producer", "consumer", "internal", "unspecified");
    private static final Set<String> UNSUPPORTED_INTRINSICS = Set.of("childCount", "span:childCount", "parent:id");
    private static final Set<String> ARITHMETIC = Set.of("+", "-", "*", "/", "%", "^");

    private static final Operand TRACE_ID = new Operand.OfField(Field.Intrinsic.TRACE_ID);

    private final Tokens tokens;

    ConditionParser(Tokens tokens) {
        this.tokens = tokens;
    }

    FieldExpr condition() {
        FieldExpr left = conjunction();
        while (tokens.takeIf("||")) {
            left = new FieldExpr.Or(left, conjunction());
        }
        return left;
    }

    private FieldExpr conjunction() {
        FieldExpr left = comparison();
        while (tokens.takeIf("&&")) {
            left = new FieldExpr.And(left, comparison());
        }
        return left;
    }

    private FieldExpr comparison() {
        if (tokens.peek().is("!")) {
            throw QueryRefused.unsupported("the operator \"!\"", "=, !=, =~, !~, >, >=, <, <=, &&, ||");
        }
        if (tokens.takeIf("(")) {
            FieldExpr inner = condition();
            tokens.expect(")");
            return inner;
        }
        Operand left = operand();
        Token token = tokens.peek();
        if (token.isAny(ARITHMETIC)) {
            throw QueryRefused.unsupported(
                    "the operator \"" + token.text() + "\"", "=, !=, =~, !~, >, >=, <, <=, &&, ||");
        }
        Optional<Operator> operator = token.kind() == Kind.SYMBOL ? Operator.of(token.text()) : Optional.empty();
        if (operator.isEmpty()) {
            return truth(left);
        }
        tokens.take();
        return compared(left, operator.get(), operand());
    }

    private static FieldExpr truth(Operand operand) {
        Field.Type type = type(operand);
        if (type != Field.Type.FLAG && type != Field.Type.UNKNOWN) {
            throw QueryRefused.invalid("span filter field expressions must resolve to a boolean: { " + operand + " }");
        }
        return new FieldExpr.Truth(operand);
    }

    private static FieldExpr compared(Operand left, Operator operator, Operand given) {
        Operand right = left.equals(TRACE_ID) ? padded(given) : given;
        FieldExpr.Comparison comparison = new FieldExpr.Comparison(left, operator, right);
        Field.Type a = type(left);
        Field.Type b = type(right);
        if (operator.isRegex()) {
            if (!(right instanceof Operand.Literal(Value.Text(String text)))
                    || (a != Field.Type.TEXT && a != Field.Type.UNKNOWN)) {
                throw QueryRefused.invalid("illegal operation for the given types: " + comparison);
            }
            return new FieldExpr.Matches(left, operator, regex(text));
        }
        if (b == Field.Type.NIL && a != Field.Type.UNKNOWN) {
            throw QueryRefused.invalid(
                    left + operator.symbol() + right + " is not valid because intrinsics cannot be nil");
        }
        if (b == Field.Type.NIL && operator != Operator.NOT_EQUAL) {
            throw QueryRefused.unsupported("the comparison \"" + operator.symbol() + " nil\"", "!= nil");
        }
        if (a != b && a != Field.Type.UNKNOWN && b != Field.Type.UNKNOWN && b != Field.Type.NIL) {
            throw QueryRefused.invalid("binary operations must operate on the same type: " + comparison);
        }
        return comparison;
    }

    /** A trace's id may be written as search shows it, without the zeros in front. */
    private static Operand padded(Operand given) {
        return given instanceof Operand.Literal(Value.Text(String id)) && id.matches("[0-9a-f]{1,32}")
                ? new Operand.Literal(new Value.Text("0".repeat(32 - id.length()) + id))
                : given;
    }

    private static Pattern regex(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException _) {
            throw QueryRefused.invalid("invalid regex: `" + text + "`");
        }
    }

    private static Field.Type type(Operand operand) {
        return switch (operand) {
            case Operand.OfField(Field field) -> field.valueType();
            case Operand.Literal(Value value) ->
                switch (value) {
                    case Value.Text _ -> Field.Type.TEXT;
                    case Value.Whole _, Value.Decimal _, Value.Duration _ -> Field.Type.NUMBER;
                    case Value.Flag _ -> Field.Type.FLAG;
                    case Value.Status _ -> Field.Type.STATUS;
                    case Value.Kind _ -> Field.Type.KIND;
                    case Value.Nil _ -> Field.Type.NIL;
                    case Value.Several _ -> Field.Type.UNKNOWN;
                };
        };
    }

    private Operand operand() {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case ATTRIBUTE -> new Operand.OfField(field());
            case STRING -> new Operand.Literal(new Value.Text(tokens.take().text()));
            case NUMBER, DURATION -> new Operand.Literal(number());
            case KEYWORD -> keyword(token);
            case SYMBOL -> {
                if (!token.is("-")) {
                    throw token.unexpected();
                }
                yield new Operand.Literal(number());
            }
            case IDENTIFIER ->
                throw UNSUPPORTED_INTRINSICS.contains(token.text())
                        ? QueryRefused.unsupported(
                                "the intrinsic \"" + token.text() + "\"", Field.Intrinsic.supported())
                        : QueryRefused.at(token.line(), token.column(), "unknown identifier: " + token.text());
            case BYTES, RANGE, END -> throw token.unexpected();
        };
    }

    private Operand keyword(Token token) {
        if (Field.Intrinsic.of(token.text()).isPresent()) {
            return new Operand.OfField(field());
        }
        Value value;
        if (token.isAny(STATUSES)) {
            value = new Value.Status(SpanStatus.of(token.text()));
        } else if (token.isAny(KINDS)) {
            value = new Value.Kind(SpanKind.of(token.text()));
        } else if (token.is("true") || token.is("false")) {
            value = new Value.Flag(token.is("true"));
        } else if (token.is("nil")) {
            value = Value.Nil.NIL;
        } else {
            throw token.unexpected();
        }
        tokens.take();
        return new Operand.Literal(value);
    }

    /** A number or a duration, with or without a sign. */
    Value number() {
        int sign = tokens.takeIf("-") ? -1 : 1;
        Token token = tokens.peek();
        if (token.kind() == Kind.DURATION) {
            long nanos = GoDuration.parse(tokens.take().text()).orElseThrow(token::unexpected);
            return new Value.Duration(sign * nanos);
        }
        if (token.kind() != Kind.NUMBER) {
            throw token.unexpected();
        }
        String text = tokens.take().text();
        return text.matches("[0-9]{1,18}")
                ? new Value.Whole(sign * Long.parseLong(text))
                : new Value.Decimal(sign * Double.parseDouble(text));
    }

    /** An attribute or an intrinsic. */
    Field field() {
        Token token = tokens.peek();
        if (token.kind() == Kind.KEYWORD && Field.Intrinsic.of(token.text()).isPresent()) {
            return Field.Intrinsic.of(tokens.take().text()).orElseThrow();
        }
        if (token.kind() != Kind.ATTRIBUTE) {
            throw token.unexpected();
        }
        String text = tokens.take().text();
        int dot = text.indexOf('.');
        if (text.startsWith("parent.")) {
            throw QueryRefused.invalid("parent not yet supported");
        }
        Field.Scope scope = Field.Scope.of(text.substring(0, dot)).orElseThrow(token::unexpected);
        return new Field.Attribute(scope, text.substring(dot + 1));
    }
}
