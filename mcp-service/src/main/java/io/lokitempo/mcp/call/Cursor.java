package io.lokitempo.mcp.call;

import io.lokitempo.mcp.answer.Call;
import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.TimeWindow;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * Where an answer stopped, so that another call, on any replica, goes on there: 44 characters of text.
 *
 * @param window of the first call, which stays the same while time goes on
 * @param position nanoseconds since the epoch, or a number of rows, as the tool likes
 * @param skip rows at the position that were shown already
 * @param digest of the call's other arguments
 */
public record Cursor(TimeWindow window, long position, int skip, int digest) {
    private static final byte VERSION = 1;
    private static final int BYTES = 1 + 3 * Long.BYTES + 2 * Integer.BYTES;
    private static final String WRONG = "a cursor is what an earlier answer of this call gave, with the same arguments";

    public static Cursor of(Call call, TimeWindow window, long position, int skip) {
        return new Cursor(window, position, skip, digest(call));
    }

    /** @throws IllegalArgumentException where it is no cursor of this call */
    public static Cursor parse(String text, Call call) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            boolean known = bytes.remaining() == BYTES && bytes.get() == VERSION;
            if (known) {
                TimeWindow window = new TimeWindow(Nanos.toInstant(bytes.getLong()), Nanos.toInstant(bytes.getLong()));
                Cursor cursor = new Cursor(window, bytes.getLong(), bytes.getInt(), bytes.getInt());
                if (cursor.digest == digest(call)) {
                    return cursor;
                }
            }
        } catch (IllegalArgumentException | BufferUnderflowException _) {
            throw new IllegalArgumentException(WRONG);
        }
        throw new IllegalArgumentException(WRONG);
    }

    private static int digest(Call call) {
        return call.with("cursor", "")
                .with("time_range", "")
                .with(Declaration.MAX_TOKENS, "")
                .toString()
                .hashCode();
    }

    @Override
    public String toString() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).put(VERSION);
        bytes.putLong(window.startNanos()).putLong(window.endNanos());
        bytes.putLong(position).putInt(skip).putInt(digest);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }
}
