package dev.gatehouse.core.call;

import dev.gatehouse.core.identity.Sealer;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.view.Shelf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Cursors of lists: sealed, and good for the list they came from, for whom they were made, as long as it stays the same
 * (server/utilities/pagination).
 */
final class Cursors {
    private static final String PURPOSE = "mcp-cursor";

    private final Sealer sealer;

    Cursors(Sealer sealer) {
        this.sealer = sealer;
    }

    String seal(Admission.Admitted admitted, Primitive kind, Shelf shelf, int page) {
        byte[] bound = bound(admitted, kind, shelf);
        return sealer.seal(
                PURPOSE,
                ByteBuffer.allocate(Integer.BYTES + bound.length)
                        .putInt(page)
                        .put(bound)
                        .array());
    }

    /** The page to go on with; empty for a cursor that is not of this list as this caller sees it now. */
    Optional<Integer> open(String cursor, Admission.Admitted admitted, Primitive kind, Shelf shelf) {
        return sealer.open(PURPOSE, cursor)
                .map(ByteBuffer::wrap)
                .filter(plain -> plain.remaining() > Integer.BYTES)
                .map(plain -> {
                    int page = plain.getInt();
                    return plain.equals(ByteBuffer.wrap(bound(admitted, kind, shelf))) ? page : -1;
                })
                .filter(page -> page > 0 && page < shelf.pages().size());
    }

    private static byte[] bound(Admission.Admitted admitted, Primitive kind, Shelf shelf) {
        String digest = Digests.of(
                admitted.principal().key(),
                admitted.server().name().value(),
                kind.listMethod(),
                Long.toHexString(shelf.fingerprint()));
        return digest.getBytes(StandardCharsets.US_ASCII);
    }
}
