package dev.gatehouse.core.mcp;

import java.util.Optional;

/** A revision of the specification, by the date that is its name on the wire. */
public enum ProtocolVersion {
    V2024_11_05("2024-11-05", Era.LEGACY),
    V2025_03_26("2025-03-26", Era.LEGACY),
    V2025_06_18("2025-06-18", Era.LEGACY),
    V2025_11_25("2025-11-25", Era.LEGACY),
    V2026_07_28("2026-07-28", Era.MODERN);

    /** Legacy: {@code initialize} and a session. Modern: every request stands alone. */
    public enum Era {
        LEGACY,
        MODERN
    }

    /** What a legacy face answers when the client asks for a revision it does not know (2025-11-25, lifecycle). */
    public static final ProtocolVersion LATEST_LEGACY = V2025_11_25;

    public static final ProtocolVersion LATEST = V2026_07_28;

    private final String wireName;
    private final Era era;

    ProtocolVersion(String wireName, Era era) {
        this.wireName = wireName;
        this.era = era;
    }

    /** Exactly the string that stands in headers and bodies. */
    public String wireName() {
        return wireName;
    }

    public Era era() {
        return era;
    }

    public boolean isModern() {
        return era == Era.MODERN;
    }

    public static Optional<ProtocolVersion> ofWireName(String name) {
        for (ProtocolVersion version : values()) {
            if (version.wireName.equals(name)) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }
}
