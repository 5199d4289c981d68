package dev.gatehouse.server.explain;

import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Nearest;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Explanation;
import dev.gatehouse.core.policy.KillSwitch;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.policy.ListFacts;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.revision.Bundle;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.revision.VirtualServer;
import dev.gatehouse.core.upstream.Catalog;
import dev.gatehouse.core.view.Published;
import dev.gatehouse.core.view.ServerView;
import dev.gatehouse.core.view.Views;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Walks the road of a call as far as policy, and tells what it meets. It takes nothing, asks no approval and reaches no
 * upstream; an external decision is asked for, for that is all that such a rule does.
 */
public final class Explainer {
    private static final Duration WITHIN = Duration.ofSeconds(10);

    private final Supplier<Revision> revisions;
    private final Catalog catalog;
    private final Supplier<KillSwitches> switches;
    private final Function<AgentName, Optional<BundleName>> bundles;
    private final Supplier<List<String>> warnings;
    private final Clocks clocks;

    /**
     * @param bundles of agents that the file does not name
     * @param warnings what is told with every explanation
     */
    public Explainer(
            Supplier<Revision> revisions,
            Catalog catalog,
            Supplier<KillSwitches> switches,
            Function<AgentName, Optional<BundleName>> bundles,
            Supplier<List<String>> warnings,
            Clocks clocks) {
        this.revisions = revisions;
        this.catalog = catalog;
        this.switches = switches;
        this.bundles = bundles;
        this.warnings = warnings;
        this.clocks = clocks;
    }

    Explained explain(Question question) {
        return explained(question).with(warnings.get());
    }

    private Explained explained(Question question) {
        Revision revision = revisions.get();
        Principal principal = question.caller().principal(bundles);
        Optional<VirtualServer> server = Optional.ofNullable(revision.servers().get(question.server()));
        Telling telling = new Telling(
                question, server.map(known -> why(revision, principal, known)).orElse(List.of()));
        if (server.isEmpty()) {
            List<String> known =
                    revision.servers().keySet().stream().map(ServerName::value).toList();
            return telling.missing("there is no virtual server " + question.server()
                    + Nearest.hint(question.server().value(), known));
        }
        Optional<Bundle> governing = revision.governing(principal, question.server());
        if (governing.isEmpty()) {
            return telling.missing("no bundle grants this caller this virtual server");
        }
        return underBundle(telling.under(governing.get()), question, principal, server.get(), governing.get());
    }

    private Explained underBundle(
            Telling telling, Question question, Principal principal, VirtualServer server, Bundle bundle) {
        Optional<KillSwitch> stopped = switches.get().stopping(principal, bundle.name());
        if (stopped.isPresent()) {
            return telling.missing(stopped.get().told());
        }
        ServerView view = new Views(catalog).of(server, ClientCapabilities.NONE);
        Optional<Published> entry = view.find(Primitive.TOOL, question.tool(), principal);
        if (entry.isEmpty()) {
            return new Absence(server, catalog, view).told(telling, question.tool());
        }
        return entry(telling, question, principal, bundle, entry.get());
    }

    private Explained entry(Telling telling, Question question, Principal principal, Bundle bundle, Published entry) {
        ListFacts list = new ListFacts(bundle.name(), question.server(), principal);
        Optional<StageId> hiding = bundle.policy().hiding(list, entry.target(), entry.upstream());
        CallFacts facts = new CallFacts(
                new CallId("explain"),
                0,
                bundle.name(),
                question.server(),
                entry.upstream(),
                principal,
                clocks.now(),
                Deadline.in(WITHIN, clocks.nanoTime()));
        Operation operation = Operation.of(
                Operation.Verb.CALL,
                entry.target(),
                entry.arguments(question.arguments()).orElse(question.arguments()),
                RequestMeta.of(ProtocolVersion.LATEST));
        Explanation explanation = bundle.policy().explain(facts, operation, switches.get());
        return hiding.isPresent()
                ? telling.hidden(hiding.get(), explanation)
                : telling.judged(explanation, catalog.listing(entry.target().upstream()));
    }

    /** One line for each bundle. */
    private static List<String> why(Revision revision, Principal principal, VirtualServer server) {
        List<Bundle> granting = revision.granting(principal, server.name());
        List<String> lines = new ArrayList<>();
        for (Bundle bundle : revision.bundles()) {
            lines.add(bundle.name() + ": " + why(granting, bundle, server));
        }
        return lines;
    }

    private static String why(List<Bundle> granting, Bundle bundle, VirtualServer server) {
        if (granting.contains(bundle)) {
            return granting.getFirst().equals(bundle)
                    ? "governs; the first in the file that grants this caller " + server.name()
                    : "grants it too, but stands later in the file";
        }
        return bundle.servers().contains(server.name())
                ? "this caller does not belong to it"
                : "does not grant " + server.name();
    }
}
