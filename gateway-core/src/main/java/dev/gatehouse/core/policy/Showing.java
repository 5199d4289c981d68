package dev.gatehouse.core.policy;

import java.util.BitSet;
import java.util.List;

/**
 * Which entries of a list may be shown, by their place in it, and what is worth recording about the rest.
 *
 * @param shown is whoever's gets this
 */
public record Showing(BitSet shown, List<Finding> findings) {
    public Showing {
        findings = List.copyOf(findings);
    }
}
