package dev.gatehouse.policy.pin;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.Receipt;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.pin.PinGuard;
import dev.gatehouse.core.pin.UpdatePolicy;
import dev.gatehouse.core.upstream.Offering;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The pins of one database, as several gateways keep them. */
final class PinWorld {
    final DataSource database = TestDatabase.shared().fresh();
    final List<AuditEvent.Administered> trail = new CopyOnWriteArrayList<>();

    PinWorld() {
        Flyway.configure()
                .dataSource(database)
                .defaultSchema("policy")
                .locations("classpath:db/migration/policy")
                .load()
                .migrate();
    }

    private Receipt append(AuditEvent event) {
        trail.add((AuditEvent.Administered) event);
        return new Receipt() {
            @Override
            public void awaitWritten() {}

            @Override
            public void awaitDurable(Duration timeout) {}
        };
    }

    RecordedChange.Place place() {
        AuditJournal journal = this::append;
        return new RecordedChange.Place(database, journal, Clocks.SYSTEM);
    }

    /** One gateway's part of it, which sees the upstream under this policy. */
    Desk desk(UpstreamId upstream, UpdatePolicy policy) throws Exception {
        PinBoard board = new PinBoard(database);
        board.refresh();
        return new Desk(this, upstream, policy, board);
    }

    record Desk(PinWorld world, UpstreamId upstream, UpdatePolicy policy, PinBoard board) {
        Desk sees(Offering offering) throws Exception {
            new PinObserver(world.place(), board).look(upstream, offering, policy);
            return this;
        }

        boolean admits(Definition definition) {
            return guard().objection(upstream, definition).isEmpty();
        }

        PinGuard guard() {
            return new PinGuard(Map.of(upstream, policy), board);
        }

        PinOrders orders() {
            return new PinOrders(world.place(), board, _ -> policy, () -> {});
        }

        void approveAll() throws Exception {
            PinDecision decision = orders().approve(upstream, orders().pending(upstream), "olga");
            if (!(decision instanceof PinDecision.Done)) {
                throw new IllegalStateException(decision.toString());
            }
        }
    }

    static Definition tool(String json) {
        try {
            Json entry = Json.read(json);
            return Definition.tool(entry.text("name").orElseThrow(), entry);
        } catch (JsonSyntaxException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    static Offering offering(Definition... tools) {
        return Offering.ofTools(List.of(tools));
    }
}
