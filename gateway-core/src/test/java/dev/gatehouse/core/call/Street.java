package dev.gatehouse.core.call;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditSettings;
import dev.gatehouse.core.audit.PayloadMode;
import dev.gatehouse.core.audit.Receipt;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.mcp.Retry;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.pin.PinGuard;
import dev.gatehouse.core.policy.Approvals;
import dev.gatehouse.core.policy.ChargingStage;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.policy.LongWork;
import dev.gatehouse.core.policy.NameFilter;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.revision.Bundle;
import dev.gatehouse.core.revision.Members;
import dev.gatehouse.core.revision.Publication;
import dev.gatehouse.core.revision.ResearchFacade;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.revision.VirtualServer;
import dev.gatehouse.core.upstream.Catalog;
import dev.gatehouse.core.upstream.Conditional;
import dev.gatehouse.core.upstream.Listing;
import dev.gatehouse.core.upstream.Offering;
import dev.gatehouse.core.upstream.Screen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A whole road with one upstream that follows a script, and a journal that keeps everything. */
final class Street {
    static final UpstreamId UP = new UpstreamId("up");

    final List<AuditEvent> recorded = new ArrayList<>();
    final ScriptedUpstream upstream = new ScriptedUpstream(UP);
    final List<PolicyStage> stages = new ArrayList<>();
    final List<ChargingStage> charges = new ArrayList<>();
    Approvals approvals = Approvals.NONE;
    final Map<Primitive, List<Definition>> entries = new EnumMap<>(Primitive.class);
    final ParkedCalls parked;
    final CallPath path;
    Screen screen = Screen.NONE;
    KillSwitches switches = KillSwitches.NONE;
    Consumer<AuditEvent> whenRecorded = _ -> {};
    long nanos;
    final List<Conditional> conditional = new ArrayList<>();
    long catalogVersion;
    Json capabilities = Json.EMPTY_OBJECT;
    ResearchFacade facade = ResearchFacade.NONE;

    Street() {
        Clocks clocks = new Clocks(() -> Instant.EPOCH, () -> nanos);
        parked = new ParkedCalls(this::record, clocks);
        path = new CallPath(
                this::record,
                catalog(),
                _ -> Optional.of(upstream),
                new PlainSealer(),
                parked,
                () -> switches,
                new CallIds(clocks, 7),
                clocks,
                CallObserver.NONE);
        publish(Primitive.TOOL, "t");
        publish(Primitive.PROMPT, "p");
        publish(Primitive.RESOURCE, "r:///1");
    }

    void publish(Primitive kind, String name) {
        entries.computeIfAbsent(kind, _ -> new ArrayList<>()).add(entry(kind, name));
        catalogVersion++;
    }

    void publishTo(ClientCapabilities needed, Primitive kind, String name) {
        conditional.add(new Conditional(needed, entry(kind, name)));
        catalogVersion++;
    }

    private static Definition entry(Primitive kind, String name) {
        return new Definition(kind, name, Json.object().put(kind.key(), name).build());
    }

    Reply handle(McpRequest request, Exchange exchange) {
        return handle("alice", request, exchange);
    }

    Reply handle(String who, McpRequest request, Exchange exchange) {
        Deadline deadline = Deadline.in(Duration.ofSeconds(30), nanos);
        return path.handle(new Arrival(admitted(who), request, ParamCheck.NONE, Instant.EPOCH, deadline), exchange);
    }

    Admission.Admitted admitted(String who) {
        ServerName name = new ServerName("s");
        VirtualServer server = new VirtualServer(
                name, "http://gw/mcp", "http://gw/sse", "", List.of(Publication.of(UP, "", NameFilter.ALL)), facade);
        Bundle bundle = new Bundle(
                new BundleName("b"),
                new Members(Set.of(), Set.of("gw/alice", "gw/bob"), false),
                Set.of(name),
                new PolicyPipeline(PinGuard.NONE, stages, charges, approvals, LongWork.HERE),
                (permit, outbound) -> screen.screen(permit, outbound),
                new AuditSettings(PayloadMode.FULL, Duration.ofDays(1)));
        Principal principal = new Principal(
                Principal.Kind.USER,
                "gw",
                who,
                Optional.of("gw/" + who),
                "client",
                Set.of(),
                Set.of("read:tools", "execute:tools"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Instant.MAX);
        Revision revision = new Revision("r", Map.of(name, server), List.of(bundle), Map.of(), Map.of());
        return new Admission.Admitted(revision, server, principal, "peer");
    }

    static McpRequest.ToolCall call(Retry retry) {
        return new McpRequest.ToolCall("t", json("{'a':1}"), retry, RequestMeta.of(ProtocolVersion.LATEST));
    }

    static Json json(String text) {
        try {
            return Json.read(text.replace('\'', '"'));
        } catch (JsonSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Each event in a few words. */
    List<String> trail() {
        return recorded.stream().map(Street::words).toList();
    }

    /** What the record of each intent and outcome says of stages, in order. */
    List<String> findings() {
        return recorded.stream()
                .flatMap(event -> switch (event) {
                    case AuditEvent.CallAttempted e -> e.findings().stream();
                    case AuditEvent.CallCompleted e -> e.findings().stream();
                    default -> Stream.empty();
                })
                .map(finding -> finding.stage() + " " + finding.decision() + ": " + finding.reason())
                .toList();
    }

    private static String words(AuditEvent event) {
        return switch (event) {
            case AuditEvent.CallAttempted e ->
                "intent " + e.subject().round() + " " + e.arguments().kept().orElseThrow();
            case AuditEvent.CallCompleted e ->
                "outcome " + e.round() + " " + e.outcome() + (e.detail().isEmpty() ? "" : " " + e.detail());
            case AuditEvent.CallRefused e -> "refused " + e.subject().round() + " " + e.kind() + ": " + e.reason();
            case AuditEvent.CallAbandoned e -> "abandoned " + e.round() + " " + e.reason();
            case AuditEvent.NotDelivered e -> "not delivered " + e.round();
            case AuditEvent.Listed e -> "listed " + e.shown();
            case AuditEvent.Listening e -> "listening " + e.watched();
            case AuditEvent.ShownOut e -> "shown out " + e.subject() + " " + e.what();
            case AuditEvent.Unsubscribed e -> "unsubscribed " + e.subject().requested();
            default -> event.toString();
        };
    }

    private Receipt record(AuditEvent event) {
        recorded.add(event);
        whenRecorded.accept(event);
        return new Receipt() {
            @Override
            public void awaitWritten() {}

            @Override
            public void awaitDurable(Duration timeout) {}
        };
    }

    private Catalog catalog() {
        return new Catalog() {
            @Override
            public long version() {
                return catalogVersion;
            }

            @Override
            public Listing listing(UpstreamId id) {
                return new Listing(new Offering(entries, capabilities, "", conditional), Listing.Health.READY, "");
            }
        };
    }
}
