package dev.gatehouse.policy.pin;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.revision.Publication;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.revision.VirtualServer;
import dev.gatehouse.core.upstream.Catalog;
import dev.gatehouse.core.view.Lookalike;
import dev.gatehouse.core.view.Views;
import dev.gatehouse.policy.legible.Legible;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks across the upstreams of each virtual server: which names were refused because they look like another upstream's,
 * and which descriptions speak of another upstream's tools. Each is logged and recorded when it is first seen.
 */
public final class NameWatch {
    /** Of one upstream. */
    static final int NOTES_MAX = 20;

    private static final Logger LOG = LoggerFactory.getLogger(NameWatch.class);
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.-]{6,128}");
    /** Plain words are names of tools, too, and stand in every description. */
    private static final Pattern TELLING = Pattern.compile(".*([a-zA-Z0-9][_.-][a-zA-Z0-9]|[a-z][A-Z]).*");

    private final Supplier<Revision> revision;
    private final AuditJournal journal;
    private final Clocks clocks;
    private long seenCatalog = -1;
    private String seenRevision = "";
    private volatile Map<UpstreamId, Set<String>> notes = Map.of();

    public NameWatch(Supplier<Revision> revision, AuditJournal journal, Clocks clocks) {
        this.revision = revision;
        this.journal = journal;
        this.clocks = clocks;
    }

    /** What operators should know of the names of an upstream. */
    public List<String> notes(UpstreamId upstream) {
        return List.copyOf(notes.getOrDefault(upstream, Set.of()));
    }

    /** Looks again when something is offered or configured otherwise than before. For one thread. */
    public void look(Catalog catalog) {
        Revision now = revision.get();
        long version = catalog.version();
        if (version == seenCatalog && now.id().equals(seenRevision)) {
            return;
        }
        seenCatalog = version;
        seenRevision = now.id();
        Map<UpstreamId, Set<String>> found = new HashMap<>();
        for (VirtualServer server : now.servers().values()) {
            if (server.publications().size() > 1) {
                lookalikes(server, catalog, found);
                mentions(server, catalog, found);
            }
        }
        Map<UpstreamId, Set<String>> before = notes;
        notes = found;
        found.forEach((upstream, texts) -> texts.stream()
                .filter(text -> !before.getOrDefault(upstream, Set.of()).contains(text))
                .forEach(text -> tell(upstream, text)));
    }

    private static void lookalikes(VirtualServer server, Catalog catalog, Map<UpstreamId, Set<String>> found) {
        for (Lookalike lookalike :
                new Views(catalog).of(server, ClientCapabilities.NONE).lookalikes()) {
            note(
                    found,
                    lookalike.hidden().upstream(),
                    "hidden in " + server.name() + ": "
                            + Legible.of(lookalike.hidden().publicName()) + " looks like "
                            + Legible.of(lookalike.by().publicName()) + " of "
                            + lookalike.by().upstream());
        }
    }

    private static void mentions(VirtualServer server, Catalog catalog, Map<UpstreamId, Set<String>> found) {
        Map<String, Set<UpstreamId>> owners = owners(server, catalog);
        for (Publication publication : server.publications()) {
            UpstreamId upstream = publication.upstream();
            for (Definition tool : catalog.listing(upstream).of(Primitive.TOOL)) {
                for (String name : words(tool.json().text("description").orElse(""))) {
                    Set<UpstreamId> named = owners.getOrDefault(name, Set.of());
                    if (!named.isEmpty() && !named.contains(upstream)) {
                        note(
                                found,
                                upstream,
                                "flagged in " + server.name() + ": the description of " + tool.name() + " speaks of "
                                        + name + " of " + named.iterator().next());
                    }
                }
            }
        }
    }

    /** Who has a tool of this name, the upstream's own or the public one. */
    private static Map<String, Set<UpstreamId>> owners(VirtualServer server, Catalog catalog) {
        Map<String, Set<UpstreamId>> owners = new HashMap<>();
        for (Publication publication : server.publications()) {
            for (Definition tool : catalog.listing(publication.upstream()).of(Primitive.TOOL)) {
                for (String name : List.of(tool.name(), publication.publicName(tool))) {
                    if (TELLING.matcher(name).matches()) {
                        owners.computeIfAbsent(name, _ -> new LinkedHashSet<>()).add(publication.upstream());
                    }
                }
            }
        }
        return owners;
    }

    private static Set<String> words(String description) {
        Set<String> words = new HashSet<>();
        WORD.matcher(description).results().forEach(found -> {
            String word = found.group();
            words.add(word);
            // A name may end a sentence.
            words.add(word.replaceAll("[.-]+$", ""));
        });
        return words;
    }

    private static void note(Map<UpstreamId, Set<String>> found, UpstreamId upstream, String text) {
        Set<String> texts = found.computeIfAbsent(upstream, _ -> new LinkedHashSet<>());
        if (texts.size() < NOTES_MAX) {
            texts.add(text);
        }
    }

    /** Recorded when it can be: nothing is let through by it. */
    private void tell(UpstreamId upstream, String text) {
        LOG.warn("{}: {}", upstream, text);
        try {
            var _ = journal.append(
                    new AuditEvent.Administered(clocks.now(), "gatehouse", "names.alike", upstream.value(), text));
        } catch (AuditUnavailableException e) {
            LOG.warn("what was noticed about names of {} could not be recorded: {}", upstream, e.getMessage());
        }
    }
}
