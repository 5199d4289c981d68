package dev.gatehouse.server.approval;

import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.people.PersonId;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.policy.Approvals;
import dev.gatehouse.policy.approval.About;
import dev.gatehouse.policy.approval.ApprovalBook;
import dev.gatehouse.policy.approval.ApprovalDesk;
import dev.gatehouse.policy.approval.ApprovalSweep;
import dev.gatehouse.policy.approval.Executions;
import dev.gatehouse.policy.approval.Notifier;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Approvals of a running gateway: make one per process, start it once all else stands, close it before the database. */
public final class Approving implements AutoCloseable {
    private static final Duration TOLD_EACH = Duration.ofSeconds(1);
    private static final Duration LOOKED_EACH = Duration.ofMillis(500);
    private static final Duration SWEPT_EACH = Duration.ofSeconds(15);
    private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(Approving.class);

    private final ApprovalParts parts;
    private final ApprovalBook book;
    private final ApprovalPages pages;
    private final ApprovalRoutes routes;
    private final Executions executions;
    private volatile Optional<ApprovedCalls> approvedCalls = Optional.empty();
    /** As many as there are things to do: a channel that is slow holds up no approved call. */
    private final ScheduledExecutorService workers = Executors.newScheduledThreadPool(
            3, Thread.ofPlatform().name("gatehouse-approvals-", 0).daemon().factory());

    public Approving(ApprovalParts parts) {
        this.parts = parts;
        ApprovalDesk desk = desk(parts);
        Deciders deciders = new Deciders(parts.auth().roles());
        this.executions = new Executions(parts.place(), parts.auth().sealer());
        this.book = new ApprovalBook(
                parts.place(),
                parts.auth().sealer(),
                executions,
                parts.pageUrl(),
                principal -> parts.revisions().get().ownerOf(principal),
                parts.channelNames());
        this.pages = new ApprovalPages(parts, desk, deciders);
        this.routes = new ApprovalRoutes(desk, deciders);
    }

    /** From now on channels are told, approved calls are made, and what is over is swept. */
    public void start(Road road) {
        Notifier notifier = new Notifier(
                parts.place().database(),
                parts.channels(),
                parts.pageUrl(),
                parts.place().clocks().wall());
        ApprovalSweep sweep = new ApprovalSweep(parts.place(), executions, about -> isGone(parts, about));
        ApprovedCalls calls = new ApprovedCalls(executions, road);
        approvedCalls = Optional.of(calls);
        each(LOOKED_EACH, "approved calls cannot be made", calls::run);
        each(TOLD_EACH, "approvals cannot be told", notifier::run);
        each(SWEPT_EACH, "old approvals cannot be swept", sweep::run);
    }

    /** What can be administered while no gateway runs. */
    public static List<AdminRoute> routes(ApprovalParts parts) {
        return new ApprovalRoutes(desk(parts), new Deciders(parts.auth().roles())).routes();
    }

    private static ApprovalDesk desk(ApprovalParts parts) {
        return new ApprovalDesk(parts.place(), parts.auth().sealer(), parts.channelNames());
    }

    private static boolean isGone(ApprovalParts parts, About about) {
        if (about.kind().equals("user")) {
            return parts.auth().isGone(new PersonId(UUID.fromString(about.subject())));
        }
        return parts.auth()
                .agents()
                .find(new AgentName(about.subject()))
                .map(status -> switch (status.state()) {
                    case REVOKED, EXPIRED, NOT_CONFIGURED -> true;
                    case ACTIVE, NO_CREDENTIALS -> false;
                })
                .orElse(true);
    }

    public Approvals approvals() {
        return book;
    }

    /** The pages, for the listener of clients. */
    public List<Endpoint> endpoints() {
        return pages.endpoints();
    }

    public List<AdminRoute> routes() {
        return routes.routes();
    }

    /** Begins no approved call any more. */
    public void stop() {
        approvedCalls.ifPresent(ApprovedCalls::stop);
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    /** What fails is done the next time; told once for each stretch of failures. */
    private void each(Duration pause, String failure, Work work) {
        boolean[] failing = {false};
        var _ = workers.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                        failing[0] = false;
                    } catch (Exception e) {
                        if (!failing[0]) {
                            LOG.warn("{} now: {}", failure, e.getClass().getSimpleName());
                        }
                        failing[0] = true;
                    }
                },
                pause.toMillis(),
                pause.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        workers.shutdown();
        approvedCalls.ifPresent(ApprovedCalls::close);
        try {
            boolean _ = workers.awaitTermination(CLOSE_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
