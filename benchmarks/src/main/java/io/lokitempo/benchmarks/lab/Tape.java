package io.lokitempo.benchmarks.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Records as they came to the analyzer's topics, in a file: what does not depend on detectors is made once. */
record Tape(Path file) {
    private static final int BUFFER = 1 << 16;

    /** A record of a topic, its value as JSON. */
    record Entry(String topic, String key, Instant at, String value) {}

    boolean isRecorded() {
        return Files.exists(file);
    }

    /** Writes a tape whole or not at all. */
    void record(Consumer<Consumer<Entry>> source) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        try (DataOutputStream out = new DataOutputStream(
                new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(unfinished), BUFFER), BUFFER))) {
            source.accept(entry -> write(out, entry));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    void play(Consumer<Entry> listener) throws IOException {
        try (DataInputStream in = new DataInputStream(
                new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file), BUFFER), BUFFER))) {
            while (true) {
                String topic;
                try {
                    topic = in.readUTF();
                } catch (EOFException e) {
                    return;
                }
                listener.accept(new Entry(
                        topic,
                        in.readUTF(),
                        Instant.ofEpochMilli(in.readLong()),
                        new String(in.readNBytes(in.readInt()), UTF_8)));
            }
        }
    }

    private static void write(DataOutputStream out, Entry entry) {
        try {
            out.writeUTF(entry.topic());
            out.writeUTF(entry.key());
            out.writeLong(entry.at().toEpochMilli());
            byte[] value = entry.value().getBytes(UTF_8);
            out.writeInt(value.length);
            out.write(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
