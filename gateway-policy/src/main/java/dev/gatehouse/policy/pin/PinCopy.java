package dev.gatehouse.policy.pin;

import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.pin.PinKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The digests of pins as bytes, for a file that outlives the process when the database is away. */
final class PinCopy {
    private static final int PINS_MAX = 256 * PinObserver.PINS_MAX;

    private PinCopy() {}

    static byte[] write(List<PinState> pins) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(pins.size());
            for (PinState pin : pins) {
                out.writeUTF(pin.upstream().value());
                out.writeUTF(pin.kind().name());
                out.writeUTF(pin.name());
                out.writeUTF(pin.needed());
                out.writeUTF(pin.approved().orElse(""));
                out.writeUTF(pin.offered().orElse(""));
                out.writeBoolean(pin.rejected());
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    static List<PinState> read(byte[] copy) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(copy));
        int count = in.readInt();
        if (count < 0 || count > PINS_MAX) {
            throw new IOException(count + " pins (at most " + PINS_MAX + ")");
        }
        List<PinState> pins = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pins.add(pin(in));
        }
        return List.copyOf(pins);
    }

    private static PinState pin(DataInputStream in) throws IOException {
        try {
            return new PinState(
                    new UpstreamId(in.readUTF()),
                    PinKind.valueOf(in.readUTF()),
                    in.readUTF(),
                    in.readUTF(),
                    present(in.readUTF()),
                    present(in.readUTF()),
                    in.readBoolean());
        } catch (IllegalArgumentException e) {
            throw new IOException("a pin of nothing", e);
        }
    }

    private static Optional<String> present(String text) {
        return Optional.of(text).filter(value -> !value.isEmpty());
    }
}
