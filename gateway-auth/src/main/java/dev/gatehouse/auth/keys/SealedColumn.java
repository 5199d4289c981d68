package dev.gatehouse.auth.keys;

import dev.gatehouse.core.call.Clocks;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/** One column whose values are sealed, each bound to its table, row and column: moved elsewhere it does not open. */
final class SealedColumn {
    private final String table;
    private final String column;
    private final Envelope envelope;

    SealedColumn(Supplier<Keyring> keys, Clocks clocks, String table, String column) {
        this.table = table;
        this.column = column;
        this.envelope = new Envelope(keys, clocks, "column/" + table + "." + column, table);
    }

    byte[] seal(String row, byte[] plain) {
        return envelope.seal(context(row), plain);
    }

    /** Empty when altered, of another place, or sealed by a key that is not known. */
    Optional<byte[]> open(String row, byte[] sealed) {
        return envelope.open(context(row), sealed).or(() -> envelope.openFormer(formerContext(row), sealed));
    }

    /** Whether it was sealed by the key whose turn it is now. */
    boolean isCurrent(byte[] sealed) {
        return envelope.isCurrent(sealed);
    }

    private byte[] context(String row) {
        return (table + "|" + row + "|" + column).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] formerContext(String row) {
        return (table + "|" + row).getBytes(StandardCharsets.UTF_8);
    }
}
