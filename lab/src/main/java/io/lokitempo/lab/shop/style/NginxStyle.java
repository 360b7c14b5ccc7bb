package io.lokitempo.lab.shop.style;

import io.lokitempo.lab.shop.plan.Template;
import java.time.ZoneOffset;

/** nginx: combined access lines, and its error log for everything else. */
final class NginxStyle implements LogStyle {
    private final Stamp access = new Stamp("dd/MMM/yyyy:HH:mm:ss xx", 0, ZoneOffset.UTC);
    private final Stamp error = new Stamp("yyyy/MM/dd HH:mm:ss", 0, ZoneOffset.UTC);
    private final Template client = Template.of("{ip}");

    @Override
    public void write(LogEvent event, StringBuilder out) {
        if (event.source().equals("access")) {
            client.write(out, event.facts());
            out.append(" - - [");
            access.write(event.timeNanos(), out);
            out.append("] ").append(event.message());
        } else {
            error.write(event.timeNanos(), out);
            out.append(" [")
                    .append(event.source())
                    .append("] 31#31: *")
                    .append((event.facts().freshBits() >>> 40) + 1);
            out.append(' ').append(event.message());
        }
    }
}
