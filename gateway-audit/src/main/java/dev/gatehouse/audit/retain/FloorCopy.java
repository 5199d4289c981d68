package dev.gatehouse.audit.retain;

import dev.gatehouse.core.identity.BundleName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Floors as bytes, for a file that outlives the process. The same floors are the same bytes. */
final class FloorCopy {
    private static final int FLOORS_MAX = 100_000;

    private FloorCopy() {}

    static byte[] write(Floors.State floors) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(out, floors.read());
            write(out, floors.raised());
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, Map<Optional<BundleName>, Integer> floors) throws IOException {
        Map<String, Integer> sorted = new TreeMap<>();
        floors.forEach((bundle, days) -> sorted.put(FloorTable.key(bundle), days));
        out.writeInt(sorted.size());
        for (Map.Entry<String, Integer> floor : sorted.entrySet()) {
            out.writeUTF(floor.getKey());
            out.writeInt(floor.getValue());
        }
    }

    static Floors.State read(byte[] copy) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(copy));
        return new Floors.State(true, floors(in), floors(in));
    }

    private static Map<Optional<BundleName>, Integer> floors(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > FLOORS_MAX) {
            throw new IOException(count + " floors (at most " + FLOORS_MAX + ")");
        }
        Map<Optional<BundleName>, Integer> floors = new HashMap<>();
        for (int i = 0; i < count; i++) {
            floors.put(bundle(in.readUTF()), in.readInt());
        }
        return floors;
    }

    private static Optional<BundleName> bundle(String key) throws IOException {
        try {
            return FloorTable.bundle(key);
        } catch (IllegalArgumentException e) {
            throw new IOException("the floor of no bundle", e);
        }
    }
}
