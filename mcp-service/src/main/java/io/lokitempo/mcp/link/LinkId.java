package io.lokitempo.mcp.link;

import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The id of a link. A finding's is its own; every other holds its target, so that it works on any replica and for ever:
 * a letter for the kind, then base64url of the window in milliseconds (variable-length integers), the text (deflated with
 * a dictionary of what queries are made of, RFC 1951) or the trace's id, and 16 bits of a checksum against mistyping. A
 * query of 60 characters makes an id of about 75. O(length of the text).
 */
final class LinkId {
    /** Longer ones would cost an answer more tokens than they are worth, and a browser's address its limit. */
    static final int MOST = 600;

    private static final Pattern FINDING = Pattern.compile("(inc|ano)-[0-9a-z]{6,8}");
    private static final int TRACE_BYTES = 16;
    private static final int CHECK_BYTES = 2;
    /** Of an inflated text: what Loki takes at most, and a bound on what a forged id may cost. */
    private static final int MOST_TEXT = 5 * 1_024;

    // Part of every id that was ever handed out: never change it, add another kind instead.
    private static final byte[] DICTIONARY = """
        count_over_time rate sum by (detected_level, level) quantile_over_time topk kind = server status = error \
        duration > name = span. resource.service.name = " && } | json | logfmt | detected_level=~"(?i)error|err|\
        severe" or level=~ or severity=~ | trace_id=" |~ " != " |= " [1m]) [5m]) sum by (service_name) (count_over_\
        time({app=" {job=" {service=~".+"} {service_name=~".+"} {service_name=\"\
        """.getBytes(StandardCharsets.UTF_8);

    private LinkId() {}

    /** Empty where the target is too long for a link. */
    static Optional<String> of(Target target) {
        String id = switch (target) {
            case Target.Finding(String finding) -> finding;
            case Target.Logs(String logql, TimeWindow window) -> coded('l', window, deflated(logql));
            case Target.Traces(String traceql, TimeWindow window) -> coded('s', window, deflated(traceql));
            case Target.Service(ServiceName service, TimeWindow window) ->
                coded('v', window, deflated(service.value()));
            case Target.Trace(TraceId trace, TimeWindow window) ->
                coded('t', window, HexFormat.of().parseHex(trace.hex()));
        };
        return id.length() > MOST ? Optional.empty() : Optional.of(id);
    }

    /** What an id stands for; empty where it is none. */
    static Optional<Target> read(String id) {
        if (FINDING.matcher(id).matches()) {
            return Optional.of(new Target.Finding(id));
        }
        if (id.length() < 2 || id.length() > MOST) {
            return Optional.empty();
        }
        try {
            return Optional.of(target(id.charAt(0), Base64.getUrlDecoder().decode(id.substring(1))));
        } catch (IllegalArgumentException | IndexOutOfBoundsException | DataFormatException _) {
            return Optional.empty();
        }
    }

    private static Target target(char kind, byte[] all) throws DataFormatException {
        if (all.length <= CHECK_BYTES) {
            throw new DataFormatException("too short");
        }
        byte[] content = Arrays.copyOf(all, all.length - CHECK_BYTES);
        if (!Arrays.equals(all, content.length, all.length, check(kind, content), 0, CHECK_BYTES)) {
            throw new DataFormatException("checksum");
        }
        Position at = new Position(content);
        long start = at.number();
        TimeWindow window =
                new TimeWindow(Instant.ofEpochMilli(start), Instant.ofEpochMilli(Math.addExact(start, at.number())));
        byte[] rest = at.rest();
        return switch (kind) {
            case 'l' -> new Target.Logs(inflated(rest), window);
            case 's' -> new Target.Traces(inflated(rest), window);
            case 'v' -> new Target.Service(new ServiceName(inflated(rest)), window);
            case 't' -> new Target.Trace(trace(rest), window);
            default -> throw new DataFormatException("kind " + kind);
        };
    }

    private static String coded(char kind, TimeWindow window, byte[] rest) {
        ByteArrayOutputStream content = new ByteArrayOutputStream(rest.length + 16);
        number(content, window.start().toEpochMilli());
        // A window shorter than a millisecond is shown as one.
        number(content, Math.max(1, window.length().toMillis()));
        content.writeBytes(rest);
        content.writeBytes(check(kind, content.toByteArray()));
        return kind + Base64.getUrlEncoder().withoutPadding().encodeToString(content.toByteArray());
    }

    private static byte[] check(char kind, byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(kind);
        crc.update(content);
        return new byte[] {(byte) (crc.getValue() >>> 8), (byte) crc.getValue()};
    }

    /** Seven bits a byte, low ones first; the high bit says that more follow. */
    private static void number(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static final class Position {
        private final byte[] bytes;
        private int at;

        Position(byte[] bytes) {
            this.bytes = bytes;
        }

        long number() {
            long value = 0;
            for (int shift = 0; shift < Long.SIZE; shift += 7) {
                byte next = bytes[at++];
                value |= (next & 0x7fL) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            throw new IllegalArgumentException("number too long");
        }

        byte[] rest() {
            return Arrays.copyOfRange(bytes, at, bytes.length);
        }
    }

    private static byte[] deflated(String text) {
        try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true)) {
            deflater.setDictionary(DICTIONARY);
            deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[512];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        }
    }

    private static String inflated(byte[] bytes) throws DataFormatException {
        try (Inflater inflater = new Inflater(true)) {
            inflater.setDictionary(DICTIONARY);
            inflater.setInput(bytes);
            byte[] text = new byte[MOST_TEXT];
            int length = 0;
            while (!inflater.finished()) {
                int read = inflater.inflate(text, length, text.length - length);
                if (read == 0 && !inflater.finished()) {
                    throw new DataFormatException("cut short or too long");
                }
                length += read;
            }
            return new String(text, 0, length, StandardCharsets.UTF_8);
        }
    }

    private static TraceId trace(byte[] bytes) throws DataFormatException {
        if (bytes.length != TRACE_BYTES) {
            throw new DataFormatException("trace id");
        }
        return new TraceId(HexFormat.of().formatHex(bytes));
    }
}
