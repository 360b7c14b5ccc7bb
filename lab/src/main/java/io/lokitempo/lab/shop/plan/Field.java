package io.lokitempo.lab.shop.plan;

import java.util.Arrays;
import java.util.List;

/** A key and its value beside a message, for the styles that have such. */
public record Field(String key, Template value, boolean isNumber) {
    /** Reads {@code "order_id={order} amount={won}"}. */
    static List<Field> all(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(" ", -1)).map(Field::of).toList();
    }

    private static Field of(String pair) {
        int equals = pair.indexOf('=');
        Template value = Template.of(pair.substring(equals + 1));
        return new Field(pair.substring(0, equals), value, value.isNumber());
    }
}
