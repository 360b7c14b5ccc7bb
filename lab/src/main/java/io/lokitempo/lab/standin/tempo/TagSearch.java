package io.lokitempo.lab.standin.tempo;

import io.lokitempo.lab.standin.http.Parameters;
import io.lokitempo.lab.standin.http.Refusal;
import io.lokitempo.lab.standin.query.GoDuration;
import io.lokitempo.loki.LogQl;
import io.lokitempo.tempo.TraceQl;
import java.util.ArrayList;
import java.util.List;

/** The search of Tempo's first years: {@code tags} in logfmt and bounds on the trace's duration, as TraceQL. */
final class TagSearch {
    private TagSearch() {}

    static String traceql(Parameters parameters) {
        List<String> conditions = new ArrayList<>();
        LogfmtTags.of(parameters.text("tags").orElse(""))
                .forEach((name, value) -> conditions.add(condition(name, value)));
        long least = duration(parameters, "minDuration");
        long most = duration(parameters, "maxDuration");
        if (most > 0 && most <= least) {
            throw Refusal.badRequest("invalid maxDuration: must be greater than minDuration");
        }
        if (least > 0) {
            conditions.add("traceDuration >= " + least + "ns");
        }
        if (most > 0) {
            conditions.add("traceDuration <= " + most + "ns");
        }
        return "{" + String.join(" && ", conditions) + "}";
    }

    /** A part of the value is enough, as it was in the first versions. */
    private static String condition(String name, String value) {
        String field = name.equals("name") ? "name" : TraceQl.attribute("", name);
        return field + " =~ " + TraceQl.quoted(".*" + LogQl.literal(value) + ".*");
    }

    private static long duration(Parameters parameters, String name) {
        return parameters
                .text(name)
                .map(text -> GoDuration.parse(text)
                        .orElseThrow(() ->
                                Refusal.badRequest("invalid " + name + ": time: invalid duration \"" + text + "\"")))
                .orElse(0L);
    }
}
