package dev.gatehouse.server.approval;

import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.call.Admission;
import dev.gatehouse.core.call.Verdict;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.mcp.Retry;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.policy.approval.ApprovedCall;
import dev.gatehouse.policy.approval.Executions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the calls that people approved and whose rule says that the gateway shall, on the road that every call takes. */
final class ApprovedCalls implements AutoCloseable {
    /** Made at the same time by this gateway. */
    static final int AT_ONCE_MAX = 16;

    private static final int TELLINGS_MAX = 5;
    private static final Duration TELLING_PAUSE = Duration.ofSeconds(2);
    private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(5);
    private static final String PEER = "gatehouse";
    private static final Logger LOG = LoggerFactory.getLogger(ApprovedCalls.class);

    private final Executions executions;
    private final Road road;
    private final Semaphore places = new Semaphore(AT_ONCE_MAX);
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("gatehouse-approved-", 0).factory());
    private volatile boolean stopped;

    ApprovedCalls(Executions executions, Road road) {
        this.executions = executions;
        this.road = road;
    }

    /** Begins what is due, as far as there is room. Does not wait for it. */
    void run() throws SQLException {
        Duration within = road.callTimeout();
        while (!stopped && places.tryAcquire()) {
            Optional<ApprovedCall> claimed = Optional.empty();
            try {
                claimed = executions.claim(road.ids().next(), within);
            } finally {
                if (claimed.isEmpty()) {
                    places.release();
                }
            }
            if (claimed.isEmpty()) {
                return;
            }
            ApprovedCall call = claimed.get();
            threads.execute(() -> make(call, within));
        }
    }

    private void make(ApprovedCall call, Duration within) {
        try {
            Optional<Admission.Admitted> admitted = admitted(call);
            if (admitted.isEmpty()) {
                tell(call, new Verdict("not_admitted", Reply.Complete.toolError("Its caller is not let in any more.")));
                return;
            }
            McpRequest.ToolCall request = new McpRequest.ToolCall(
                    call.about().name(), call.arguments(), Retry.NONE, RequestMeta.of(ProtocolVersion.LATEST));
            Deadline deadline = Deadline.in(within, System.nanoTime());
            road.path().perform(admitted.get(), request, call.call(), deadline, verdict -> tell(call, verdict));
        } catch (RuntimeException e) {
            LOG.error("approved call {} failed", call.approval(), e);
        } finally {
            executions.over(call);
            places.release();
        }
    }

    /** Who asked has to be somebody still, and with the groups of now. */
    private Optional<Admission.Admitted> admitted(ApprovedCall call) {
        Revision now = road.revisions().get();
        return road.again()
                .apply(call.principal())
                .flatMap(principal -> road.doorkeeper()
                        .readmit(now, principal, new ServerName(call.about().server()), PEER));
    }

    /** What cannot be told is given up for lost once the lease is over: it is never made twice. */
    private void tell(ApprovedCall call, Verdict verdict) {
        for (int i = 1; i <= TELLINGS_MAX; i++) {
            try {
                executions.ended(call, verdict.word(), verdict.reply());
                return;
            } catch (SQLException | AuditUnavailableException e) {
                LOG.warn(
                        "what came of approved call {} cannot be kept now ({} of {}): {}",
                        call.approval(),
                        i,
                        TELLINGS_MAX,
                        e.getClass().getSimpleName());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(TELLING_PAUSE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Begins nothing any more. */
    void stop() {
        stopped = true;
    }

    /** Waits a while for what is under way. What goes on after that finds everything closed, and its lease runs out. */
    @Override
    public void close() {
        stop();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSE_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
