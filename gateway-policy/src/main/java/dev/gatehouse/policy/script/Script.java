package dev.gatehouse.policy.script;

import dev.gatehouse.core.digest.Sha256;
import java.nio.charset.StandardCharsets;

/**
 * The text of a policy script: one JavaScript expression, a function of the context.
 *
 * @param name as people call it, for messages: its path as the configuration has it
 * @param fetches whether it may ask other servers; such scripts wait, and wait apart from those that do not
 * @param digest names the text by its content
 */
public record Script(String name, String text, boolean fetches, String digest) {
    public static final int TEXT_MAX_BYTES = 256 * 1024;

    public static Script of(String name, String text, boolean fetches) {
        return new Script(name, text, fetches, Sha256.hex(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public String toString() {
        return name;
    }
}
