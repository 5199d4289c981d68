package dev.gatehouse.server.report;

import dev.gatehouse.auth.agent.AgentStatus;
import dev.gatehouse.auth.people.Person;
import dev.gatehouse.auth.role.Assignment;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.ArrayWriter;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.KillSwitch;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.policy.ThrownSwitches;
import dev.gatehouse.core.revision.Bundle;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.revision.VirtualServer;
import dev.gatehouse.core.upstream.Catalog;
import dev.gatehouse.core.view.Published;
import dev.gatehouse.core.view.ServerView;
import dev.gatehouse.core.view.Views;
import dev.gatehouse.server.config.GatehouseConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Writes down who may call what now: members of bundles beside what the bundles grant, never one multiplied with the other. The
 * same state gives the same bytes.
 */
final class AccessCensus {
    /** Entries of all bundles together; beyond them a note says that there are more. */
    private static final int ENTRIES_MAX = 200_000;

    private final GatehouseConfig config;
    private final Revision revision;
    private final Catalog catalog;
    private final Callers callers;
    private final Set<String> notes = new TreeSet<>();
    private int entries;
    private boolean unseen;

    AccessCensus(GatehouseConfig config, Revision revision, Catalog catalog, Callers callers) {
        this.config = config;
        this.revision = revision;
        this.catalog = catalog;
        this.callers = callers;
    }

    /** See docs/audit-reports.md. */
    Json body() {
        Map<String, Integer> groups = namedGroups();
        ObjectWriter body = Json.object()
                .put("v", 1)
                .put("revision", revision.id())
                .put("bundles", bundles())
                .put("keeps", keeps())
                .put("access", access())
                .put("rules", rules())
                .put("agents", agents())
                .put("groups", Json.ofStrings(groups.keySet()))
                .put("people", members(groups))
                .put("roles", roles())
                .put("switches", switches());
        return body.put("notes", Json.ofStrings(notes)).build();
    }

    /** Whether every upstream has said what it offers; after {@link #body}. */
    boolean isComplete() {
        return !unseen;
    }

    /** In a few words. */
    String told() {
        return revision.bundles().size() + " bundles, " + entries + " entries";
    }

    private Json bundles() {
        ArrayWriter all = Json.array();
        for (Bundle bundle : revision.bundles()) {
            all.add(Json.object()
                    .put("name", bundle.name().value())
                    .put("servers", sorted(bundle.servers().stream().map(ServerName::value)))
                    .put("groups", sorted(bundle.members().groups().stream()))
                    .put("users", sorted(bundle.members().users().stream()))
                    .put("anonymous", bundle.members().anonymous())
                    .put("policies", Json.ofStrings(policies(bundle)))
                    .build());
        }
        return all.build();
    }

    private List<String> policies(Bundle bundle) {
        return Objects.requireNonNull(config.bundles().get(bundle.name().value()))
                .policies();
    }

    private static Json sorted(Stream<String> texts) {
        return Json.ofStrings(texts.sorted().toList());
    }

    private Json keeps() {
        ArrayWriter all = Json.array();
        all.add(Json.object()
                .put("bundle", "")
                .put("days", config.audit().retention().toDays())
                .build());
        for (Bundle bundle : revision.bundles()) {
            all.add(Json.object()
                    .put("bundle", bundle.name().value())
                    .put("days", bundle.audit().retention().toDays())
                    .put("payloads", word(bundle.audit().payloads()))
                    .build());
        }
        return all.build();
    }

    private Json access() {
        Views views = new Views(catalog);
        KillSwitches switches = callers.switches();
        ArrayWriter all = Json.array();
        for (Bundle bundle : revision.bundles()) {
            RuleReach reach = new RuleReach(config.policies(), policies(bundle));
            bundle.servers().stream()
                    .sorted(Comparator.comparing(ServerName::value))
                    .flatMap(name -> Optional.ofNullable(revision.servers().get(name)).stream())
                    .forEach(server -> all.add(Json.object()
                            .put("bundle", bundle.name().value())
                            .put("server", server.name().value())
                            .put("entries", entries(views, bundle, server, reach, switches))
                            .build()));
        }
        return all.build();
    }

    private Json entries(Views views, Bundle bundle, VirtualServer server, RuleReach reach, KillSwitches switches) {
        server.publications().stream()
                .map(publication -> publication.upstream())
                .filter(upstream -> catalog.listing(upstream).isUnseen())
                .forEach(this::noteUnseen);
        ServerView view = views.of(server, ClientCapabilities.ALL);
        ArrayWriter all = Json.array();
        for (Primitive kind : Primitive.values()) {
            for (String name : new TreeSet<>(view.names(kind))) {
                Optional<Published> entry = view.find(kind, name, Principal.ANONYMOUS);
                if (entry.isPresent() && isKept()) {
                    all.add(entry(kind, name, entry.get(), bundle, server, reach, switches));
                }
            }
        }
        return all.build();
    }

    private void noteUnseen(UpstreamId upstream) {
        unseen = true;
        notes.add("what " + upstream + " offers was not known, so nothing of it is listed");
    }

    private boolean isKept() {
        if (entries == ENTRIES_MAX) {
            notes.add("only the first " + ENTRIES_MAX + " entries are listed");
            return false;
        }
        entries++;
        return true;
    }

    private Json entry(
            Primitive kind,
            String name,
            Published entry,
            Bundle bundle,
            VirtualServer server,
            RuleReach reach,
            KillSwitches switches) {
        RuleReach.Said said = reach.of(kind, name);
        List<String> rules = new ArrayList<>(said.rules());
        UpstreamId upstream = entry.target().upstream();
        boolean isBarred =
                bundle.policy().guard().objection(upstream, entry.upstream()).isPresent();
        if (isBarred) {
            rules.addFirst("pin: not approved");
        }
        Optional<KillSwitch> off = switches.stopping(server.name(), entry.target())
                .or(() -> switches.stopping(Principal.ANONYMOUS, bundle.name()));
        off.ifPresent(one -> rules.addFirst("kill switch: " + one.text()));
        RuleReach.Word word = isBarred || off.isPresent() ? RuleReach.Word.NO : said.word();
        return Json.object()
                .put("kind", word(kind))
                .put("name", name)
                .put("upstream", upstream.value())
                .put("access", word(word))
                .put("rules", Json.ofStrings(rules))
                .build();
    }

    private Json rules() {
        ArrayWriter all = Json.array();
        config.policies().forEach((name, policy) -> RuleReach.of(name, policy).forEach(rule -> all.add(rule.json())));
        return all.build();
    }

    private Json agents() {
        ArrayWriter all = Json.array();
        for (AgentStatus agent : callers.agents()) {
            all.add(Json.object()
                    .put("name", agent.agent().value())
                    .putIf("bundle", agent.bundle().map(BundleName::value))
                    .putIf("owner", agent.owner())
                    .put("state", word(agent.state()))
                    .put("source", word(agent.source()))
                    .build());
        }
        return all.build();
    }

    /** Those that bundles name, numbered. */
    private Map<String, Integer> namedGroups() {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        revision.bundles().stream()
                .flatMap(bundle -> bundle.members().groups().stream())
                .sorted()
                .forEach(name -> numbers.putIfAbsent(name, numbers.size()));
        return numbers;
    }

    private Json members(Map<String, Integer> groups) {
        ArrayWriter all = Json.array();
        for (Person person : callers.people()) {
            Set<String> bundles = bundlesOf(person);
            if (!bundles.isEmpty()) {
                ArrayWriter through = Json.array();
                person.groups().stream()
                        .sorted()
                        .map(groups::get)
                        .filter(Objects::nonNull)
                        .forEach(number -> through.add(number.longValue()));
                all.add(Json.object()
                        .put("name", person.name())
                        .put("active", person.active())
                        .put("bundles", Json.ofStrings(bundles))
                        .put("groups", through.build())
                        .build());
            }
        }
        return all.build();
    }

    private Set<String> bundlesOf(Person person) {
        Set<String> bundles = new LinkedHashSet<>();
        for (Bundle bundle : revision.bundles()) {
            boolean isMember = bundle.members().users().contains(person.name())
                    || person.groups().stream().anyMatch(bundle.members().groups()::contains);
            if (isMember) {
                bundles.add(bundle.name().value());
            }
        }
        return bundles;
    }

    private Json roles() {
        ArrayWriter all = Json.array();
        for (Person person : callers.people()) {
            Set<Assignment> given = callers.given().apply(person);
            callers.roles().apply(person).stream()
                    .sorted(Comparator.comparing(Assignment::toString))
                    .forEach(role -> all.add(Json.object()
                            .put("person", person.name())
                            .put("role", role.role().word())
                            .putIf("bundle", role.bundle().map(BundleName::value))
                            .put("by", given.contains(role) ? "somebody, at run time" : "the configuration")
                            .build()));
        }
        return all.build();
    }

    private Json switches() {
        ArrayWriter all = Json.array();
        if (callers.switches() instanceof ThrownSwitches thrown) {
            thrown.thrown().stream()
                    .sorted(Comparator.comparing(KillSwitch::text))
                    .forEach(one -> all.add(Json.object()
                            .put("kind", one.kind())
                            .put("name", one.name())
                            .build()));
        }
        return all.build();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
