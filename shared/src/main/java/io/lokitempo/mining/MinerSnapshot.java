package io.lokitempo.mining;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * A miner's state as bytes: a version, then the living templates, deflated; some 40 bytes a template. The templates are all
 * there is to know, because what a miner does next follows from them alone. Changes not yet asked for are not part of it.
 */
public final class MinerSnapshot {
    private static final int VERSION = 1;

    private MinerSnapshot() {}

    public static byte[] of(TemplateMiner miner) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(VERSION);
        Collection<Template> templates = miner.templates();
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
            out.writeInt(templates.size());
            for (Template template : templates) {
                write(out, template.id());
                write(out, template.text());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalArgumentException where the bytes are not what {@link #of} wrote */
    public static TemplateMiner restore(String owner, MinerBounds bounds, byte[] snapshot) {
        if (snapshot.length == 0 || snapshot[0] != VERSION) {
            throw new IllegalArgumentException("not a miner's snapshot of version " + VERSION);
        }
        ByteArrayInputStream bytes = new ByteArrayInputStream(snapshot, 1, snapshot.length - 1);
        try (DataInputStream in = new DataInputStream(new InflaterInputStream(bytes))) {
            List<Template> templates = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                templates.add(new Template(read(in), read(in)));
            }
            return TemplateMiner.knowing(owner, bounds, templates);
        } catch (IOException e) {
            throw new IllegalArgumentException("a damaged snapshot of a miner", e);
        }
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String read(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
