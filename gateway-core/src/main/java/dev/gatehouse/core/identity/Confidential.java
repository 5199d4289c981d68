package dev.gatehouse.core.identity;

/** A secret of the configuration in the clear, for the one part that uses it. It never shows itself. */
public record Confidential(String value) {
    @Override
    public String toString() {
        return "Confidential[hidden]";
    }
}
