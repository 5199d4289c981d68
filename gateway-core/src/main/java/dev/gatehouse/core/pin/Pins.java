package dev.gatehouse.core.pin;

import dev.gatehouse.core.mcp.UpstreamId;

/** What is pinned, at one moment; it does not change. Asked for every entry of a list and before every permit. */
public interface Pins {
    /** Nothing was ever approved. */
    Pins NONE = new Pins() {
        @Override
        public long version() {
            return 0;
        }

        @Override
        public Standing standing(UpstreamId upstream, PinKind kind, String name, String digest) {
            return Standing.NEW;
        }
    };

    /** Another number for every other set of pins, within one process. */
    long version();

    /** @param digest of what the upstream says now, as {@link dev.gatehouse.core.mcp.Definition#digest} makes it */
    Standing standing(UpstreamId upstream, PinKind kind, String name, String digest);

    /** How what an upstream says stands to what was approved. */
    enum Standing {
        APPROVED,
        /** Nothing of this name was ever approved. */
        NEW,
        /** It is another than was approved, or was meanwhile and nobody has decided. */
        CHANGED
    }
}
