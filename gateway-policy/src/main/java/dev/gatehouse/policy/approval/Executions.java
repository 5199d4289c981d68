package dev.gatehouse.policy.approval;

import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.BeforeAfter;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.identity.Sealer;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.policy.CallId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls that the gateway makes itself once people approved them: each claimed by one of the gateways, sent at most once, and
 * what came of it kept for its caller.
 */
public final class Executions {
    /** Of what is kept of one call. */
    public static final int RESULT_MAX_BYTES = 1024 * 1024;

    /** How long a result waits to be fetched. */
    public static final Duration KEPT = Duration.ofHours(24);

    /** How long it can be fetched again: an answer may be lost on its way. */
    public static final Duration FETCHED_AGAIN = Duration.ofMinutes(5);

    /** Of a call that could not be sent. */
    public static final int ATTEMPTS_MAX = 5;

    /** The outcome of a call whose gateway died between sending and recording. */
    public static final String UNKNOWN = "unknown_crash";

    private static final Duration PAUSE = Duration.ofSeconds(10);
    /** Beyond the time a call may take, before its gateway counts as dead. */
    private static final Duration LEASE_MARGIN = Duration.ofMinutes(1);

    private static final String ORDERS_PURPOSE = "approved-call";
    private static final String RESULT_PURPOSE = "approved-call-result";
    private static final String ACTOR = "gatehouse";

    private final RecordedChange.Place place;
    private final Sealer sealer;
    private final Map<CallId, String> running = new ConcurrentHashMap<>();

    public Executions(RecordedChange.Place place, Sealer sealer) {
        this.place = place;
        this.sealer = sealer;
    }

    /** Sealed for {@link #claim}. */
    String orders(String approval, Principal principal, Json arguments) {
        return sealer.seal(
                ORDERS_PURPOSE,
                ApprovedCall.orders(approval, principal, arguments).bytes());
    }

    /**
     * Takes a call to be made, if there is one. Whoever takes it must say how it ended.
     *
     * @param call the id it will be made under, new
     * @param within how long it may take at the most
     */
    public Optional<ApprovedCall> claim(CallId call, Duration within) throws SQLException {
        Instant now = place.clocks().now();
        Instant leaseUntil = now.plus(within).plus(LEASE_MARGIN);
        Optional<ExecutionTable.Claimed> claimed = Transaction.run(
                place.database(),
                connection -> ExecutionTable.claim(connection, call.value(), now, leaseUntil, ATTEMPTS_MAX));
        if (claimed.isEmpty()) {
            return Optional.empty();
        }
        Optional<ApprovedCall> opened = open(claimed.get(), call);
        if (opened.isEmpty()) {
            release(claimed.get().id(), call, "unreadable", now.plus(KEPT));
        }
        opened.ifPresent(approved -> running.put(call, approved.approval()));
        return opened;
    }

    private Optional<ApprovedCall> open(ExecutionTable.Claimed claimed, CallId call) {
        return sealer.open(ORDERS_PURPOSE, claimed.orders())
                .flatMap(Executions::json)
                .flatMap(orders -> ApprovedCall.read(claimed.id(), call, About.read(claimed.about()), orders));
    }

    private void release(String id, CallId call, String outcome, Instant dueAt) throws SQLException {
        Transaction.run(
                place.database(), connection -> ExecutionTable.release(connection, id, call.value(), outcome, dueAt));
    }

    /** The request that this call was approved by, while the gateway makes it itself. */
    Optional<String> running(CallId call) {
        return Optional.ofNullable(running.get(call));
    }

    /**
     * Says how it ended. What was not sent may be sent once more, after a pause, by whoever comes first.
     *
     * @param word how, in the trail's word
     * @throws SQLException when the database did not confirm it: say it again
     */
    public void ended(ApprovedCall call, String word, Reply reply) throws SQLException, AuditUnavailableException {
        String result = sealer.seal(
                RESULT_PURPOSE, KeptReply.write(call.approval(), reply).bytes());
        place.change(ACTOR, change -> {
            Connection connection = change.connection();
            Instant due = change.now().plus(PAUSE);
            if (ExecutionTable.release(connection, call.approval(), call.call().value(), word, due)) {
                return false;
            }
            change.record("approval.execute", call.approval(), call.about().summary() + ": " + word, executed(word));
            return ExecutionTable.finish(
                    connection,
                    call.approval(),
                    call.call().value(),
                    word,
                    result,
                    change.now().plus(KEPT));
        });
    }

    private static BeforeAfter executed(String word) {
        return BeforeAfter.changed(
                Json.object().put("state", "executing").build(),
                Json.object().put("state", "executed").put("outcome", word).build());
    }

    /** Nobody makes it any more, however it ended. */
    public void over(ApprovedCall call) {
        running.remove(call.call());
    }

    /** What is told to whoever makes this very call again; empty when nothing was kept. */
    Optional<Told> fetch(String binding) throws SQLException {
        Instant now = place.clocks().now();
        return Transaction.run(
                        place.database(),
                        connection -> ExecutionTable.fetch(connection, binding, now, now.plus(FETCHED_AGAIN)))
                .map(fetched -> new Told(fetched.id(), fetched.call(), reply(fetched)));
    }

    /** @param call the id that the call was made under */
    record Told(String approval, String call, Reply reply) {}

    private Reply reply(ExecutionTable.Fetched fetched) {
        if (fetched.outcome().equals(UNKNOWN)) {
            return Reply.Complete.toolError("The gateway made this call (request " + fetched.id()
                    + ") and was stopped before its outcome was known. It may have been carried out.");
        }
        return sealer.open(RESULT_PURPOSE, fetched.result())
                .flatMap(Executions::json)
                .filter(kept -> kept.text("approval").equals(Optional.of(fetched.id())))
                .map(KeptReply::read)
                .orElseGet(() -> Reply.Complete.toolError(
                        "The gateway made this call (request " + fetched.id() + "), and its result cannot be read."));
    }

    /** Ends what gateways left that died, and forgets what nobody fetched. */
    void sweep() throws SQLException, AuditUnavailableException {
        Instant now = place.clocks().now();
        Transaction.run(place.database(), connection -> {
            ExecutionTable.reclaim(connection, now);
            ExecutionTable.forget(connection, now);
            return true;
        });
        place.change(ACTOR, change -> {
            for (String id : ExecutionTable.giveUp(
                    change.connection(), change.now(), change.now().plus(KEPT))) {
                change.record("approval.execute", id, UNKNOWN, executed(UNKNOWN));
            }
            return true;
        });
    }

    private static Optional<Json> json(byte[] plain) {
        try {
            return Optional.of(Json.read(plain));
        } catch (JsonSyntaxException e) {
            return Optional.empty();
        }
    }
}
