package io.lokitempo.lab.shop.push;

import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.zip.GZIPOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * How a batch is sent.
 *
 * @param path below the server's address
 * @param batchSize things a request holds at most
 * @param write the body, as JSON
 */
public record PushFormat<T>(String path, int batchSize, BiConsumer<List<T>, JsonGenerator> write) {
    public static final PushFormat<LogLine> LOKI = new PushFormat<>("/loki/api/v1/push", 4_000, LokiJson::write);
    public static final PushFormat<Span> OTLP = new PushFormat<>("/v1/traces", 2_000, OtlpJson::write);

    private static final JsonFactory JSON = new JsonFactory();

    byte[] gzipped(List<T> batch) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes, 1 << 13);
                JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), gzip)) {
            write.accept(batch, json);
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory does not fail", impossible);
        }
        return bytes.toByteArray();
    }
}
