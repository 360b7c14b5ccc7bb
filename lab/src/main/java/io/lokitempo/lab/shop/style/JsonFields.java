package io.lokitempo.lab.shop.style;

import io.lokitempo.lab.shop.plan.Facts;
import io.lokitempo.lab.shop.plan.Field;

final class JsonFields {
    private JsonFields() {}

    /** Writes {@code ,"key":value}. */
    static void write(Field field, Facts facts, StringBuilder out) {
        out.append(",\"").append(field.key()).append("\":");
        if (field.isNumber()) {
            field.value().write(out, facts);
        } else {
            Json.quoted(field.value().filledIn(facts), out);
        }
    }
}
