package dev.gatehouse.transport.client.listing;

import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.upstream.Conditional;
import dev.gatehouse.core.upstream.Offering;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out which entries a client has to declare what for, with as few listings as tell it: one as somebody who declares
 * everything, and when that has more to it, one for each capability. What wants several of them at once is shown to those
 * who declare all.
 */
final class Conditions {
    /** What some clients see beside the others, in all. */
    static final int CONDITIONAL_MAX = Lists.ENTRIES_MAX;

    static final long CONDITIONAL_MAX_BYTES = ListPages.LIST_MAX_BYTES;

    /** Lists everything as a client that declares these. */
    @FunctionalInterface
    interface Lister {
        Map<Primitive, List<Definition>> list(ClientCapabilities declared)
                throws NotListedException, InterruptedException;
    }

    /** It cannot be found out; the message says why and is fit to print. */
    static final class NotListedException extends Exception {
        private static final long serialVersionUID = 1L;

        NotListedException(String message) {
            super(message);
        }
    }

    private Conditions() {}

    /** @param known what everybody is listed now, and what was found the last time */
    static List<Conditional> find(Offering known, ProtocolVersion version, Lister lister)
            throws NotListedException, InterruptedException {
        ClientCapabilities all = ClientCapabilities.ALL.knownTo(version);
        Map<Primitive, List<Definition>> listed = lister.list(all);
        if (isExplained(known, all, listed)) {
            return known.conditional();
        }
        Offering found = known.with(List.of());
        for (ClientCapabilities one : each(version)) {
            found = added(found, one, lister.list(one));
        }
        return bounded(added(found, all, listed).conditional());
    }

    private static List<ClientCapabilities> each(ProtocolVersion version) {
        return ClientCapabilities.EACH.stream()
                .map(one -> one.knownTo(version))
                .filter(one -> !one.equals(ClientCapabilities.NONE))
                .distinct()
                .toList();
    }

    /** Whether these capabilities show just what is known of them, beside what everybody sees. */
    private static boolean isExplained(
            Offering known, ClientCapabilities declared, Map<Primitive, List<Definition>> listed) {
        for (Primitive kind : Primitive.values()) {
            Set<Definition> expected = new HashSet<>(known.shownTo(declared).of(kind));
            Set<Definition> seen = new HashSet<>(listed.getOrDefault(kind, List.of()));
            boolean more = !expected.containsAll(seen);
            // That an entry for everybody is missing counts for nothing: a session just begun may not have all yet.
            known.of(kind).forEach(expected::remove);
            if (more || !seen.containsAll(expected)) {
                return false;
            }
        }
        return true;
    }

    private static Offering added(
            Offering found, ClientCapabilities declared, Map<Primitive, List<Definition>> listed) {
        List<Conditional> all = new ArrayList<>(found.conditional());
        Offering shown = found.shownTo(declared);
        for (Primitive kind : Primitive.values()) {
            Set<Definition> seen = new HashSet<>(shown.of(kind));
            listed.getOrDefault(kind, List.of()).stream()
                    .filter(entry -> !seen.contains(entry))
                    .forEach(entry -> all.add(new Conditional(declared, entry)));
        }
        return found.with(all);
    }

    private static List<Conditional> bounded(List<Conditional> found) throws NotListedException {
        long bytes = found.stream()
                .mapToLong(entry -> entry.definition().json().length())
                .sum();
        if (found.size() > CONDITIONAL_MAX || bytes > CONDITIONAL_MAX_BYTES) {
            throw new NotListedException("more than " + CONDITIONAL_MAX + " entries or " + CONDITIONAL_MAX_BYTES
                    + " bytes that not everybody sees");
        }
        return found;
    }
}
