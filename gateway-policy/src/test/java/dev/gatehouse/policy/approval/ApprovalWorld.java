package dev.gatehouse.policy.approval;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.Receipt;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.identity.Sealer;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.Approvals;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Gateways over one real database, as many as a test wants, with a clock of the test's own. */
final class ApprovalWorld {
    static final String PAGE = "https://gateway.example/approvals/";
    static final Duration WITHIN = Duration.ofMinutes(15);

    final DataSource database = TestDatabase.shared().fresh();
    final List<AuditEvent> trail = new CopyOnWriteArrayList<>();
    volatile Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private final AtomicInteger calls = new AtomicInteger();

    ApprovalWorld() {
        Flyway.configure()
                .dataSource(database)
                .defaultSchema("policy")
                .locations("classpath:db/migration/policy")
                .load()
                .migrate();
    }

    RecordedChange.Place place() {
        AuditJournal journal = event -> {
            trail.add(event);
            return WRITTEN;
        };
        return new RecordedChange.Place(database, journal, new Clocks(() -> now, System::nanoTime));
    }

    ApprovalBook book() {
        return book(executions());
    }

    Executions executions() {
        return new Executions(place(), SEALER);
    }

    ApprovalBook book(Executions executions) {
        return new ApprovalBook(place(), SEALER, executions, PAGE, _ -> Optional.of("local/olga"), () -> Set.of("ops"));
    }

    ApprovalDesk desk() {
        return new ApprovalDesk(place(), SEALER, () -> Set.of("ops"));
    }

    private static final Receipt WRITTEN = new Receipt() {
        @Override
        public void awaitWritten() {}

        @Override
        public void awaitDurable(Duration timeout) {}
    };

    /** As good as its seal: nobody reads what it holds. */
    static final Sealer SEALER = new Sealer() {
        @Override
        public String seal(String purpose, byte[] plain) {
            return purpose + "." + Base64.getEncoder().encodeToString(plain);
        }

        @Override
        public Optional<byte[]> open(String purpose, String sealed) {
            return sealed.startsWith(purpose + ".")
                    ? Optional.of(Base64.getDecoder()
                            .decode(sealed.substring(purpose.length() + 1).getBytes(StandardCharsets.US_ASCII)))
                    : Optional.empty();
        }
    };

    static Principal agent(String name) {
        return new Principal(Principal.Kind.AGENT, "us", name, "client-" + name, Set.of(), Set.of(), Instant.MAX);
    }

    static Principal user(String id) {
        return new Principal(Principal.Kind.USER, "us", id, "editor", Set.of(), Set.of(), Instant.MAX);
    }

    CallFacts facts(Principal principal) {
        return new CallFacts(
                new CallId("c" + calls.incrementAndGet()),
                0,
                new BundleName("engineering"),
                new ServerName("tools"),
                Definition.tool("drop", Json.EMPTY_OBJECT),
                principal,
                now,
                new Deadline(0));
    }

    static Operation drop(String arguments) {
        Target target = new Target(Primitive.TOOL, "db_drop", new UpstreamId("db"), "drop");
        return Operation.of(Operation.Verb.CALL, target, json(arguments), RequestMeta.of(ProtocolVersion.LATEST));
    }

    private static Json json(String text) {
        try {
            return Json.read(text);
        } catch (JsonSyntaxException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    static List<Approvals.Demand> by(int people, String... approvers) {
        return List.of(new Approvals.Demand(
                new StageId("careful[0]"),
                new Decision.RequireApproval(List.of(approvers), WITHIN, people, "It drops things.", false)));
    }

    /** Of one person, and then the gateway makes the call. */
    static List<Approvals.Demand> executing() {
        return List.of(new Approvals.Demand(
                new StageId("careful[1]"),
                new Decision.RequireApproval(List.of(), WITHIN, 1, "It drops things.", true)));
    }

    /** What is asked for, as words: approved, pending ID, or why not. */
    static String told(Approvals.Answer answer) {
        return switch (answer) {
            case Approvals.Answer.Approved _ -> "approved";
            case Approvals.Answer.Pending(var pending) -> pending.id();
            case Approvals.Answer.Refused(String reason) -> "refused: " + reason;
        };
    }

    static Decider person(String name, String... groups) {
        return new Decider("id-" + name, name, Optional.of("local/" + name), Set.of(groups), false, Set.of());
    }

    static Decider approver(String name) {
        return new Decider(
                "id-" + name,
                name,
                Optional.of("local/" + name),
                Set.of(),
                false,
                Set.of(new BundleName("engineering")));
    }
}
