package dev.gatehouse.transport.client.listing;

import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.upstream.Conditional;
import dev.gatehouse.core.upstream.Offering;
import dev.gatehouse.transport.client.listing.Conditions.NotListedException;
import dev.gatehouse.transport.client.rpc.Connector;
import dev.gatehouse.transport.client.rpc.Session;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists an upstream as clients would that can be asked, for it may show them more. That happens beside everything else, on
 * a thread that ends when it is done: what everybody sees waits for none of it, and stands when it fails.
 */
public final class CapableLists {
    /**
     * Between listings that bring nothing new, at last. A legacy server may say with each session begun that its lists
     * changed, and so would be listed without end.
     */
    static final Duration REST_MAX = Duration.ofMinutes(1);

    private static final Duration REST_MIN = Duration.ofMillis(500);
    private static final Duration STOP_MAX = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(CapableLists.class);

    private final String name;
    private final Connector.Beginning beginning;
    private final ListRequests requests;
    private final Supplier<List<Conditional>> known;
    private final Consumer<List<Conditional>> found;
    private final LongSupplier nanoTime;
    private Duration pause = Duration.ZERO;
    private Deadline rest;
    private volatile String failure = "";
    private Offering listed = Offering.NONE;
    private @Nullable Round due;
    private @Nullable Thread thread;
    private boolean closed;

    /** @param everybodys what everybody sees */
    private record Round(Session session, Offering everybodys) {}

    /**
     * @param beginning begins a session with a legacy upstream whose news counts for nothing
     * @param known what only some clients see, as far as it is known
     * @param found is given the same when it is other than known
     */
    public CapableLists(
            String name,
            Connector.Beginning beginning,
            ListRequests requests,
            Supplier<List<Conditional>> known,
            Consumer<List<Conditional>> found,
            LongSupplier nanoTime) {
        this.name = name;
        this.beginning = beginning;
        this.requests = requests;
        this.known = known;
        this.found = found;
        this.nanoTime = nanoTime;
        this.rest = Deadline.in(Duration.ZERO, nanoTime.getAsLong());
    }

    /**
     * Everybody's lists were just fetched. Returns at once. With a legacy upstream a session is begun for it, so there must
     * be a reason; to ask a modern one costs little.
     *
     * @param changed whether the upstream began anew or says that a list is another
     */
    public synchronized void refresh(Session session, Offering everybodys, boolean changed) {
        boolean reason = changed || !everybodys.equals(listed) || !failure.isEmpty();
        listed = everybodys;
        if (closed || !(reason || session.version().isModern())) {
            return;
        }
        due = new Round(session, everybodys);
        if (thread == null) {
            thread =
                    Thread.ofPlatform().name("gatehouse-lists-" + name).daemon().start(this::run);
        }
    }

    /** What operators should know; empty when nothing. */
    public Optional<String> note() {
        return failure.isEmpty()
                ? Optional.empty()
                : Optional.of("what it lists only to clients that can be asked is not known: " + failure);
    }

    /** Ends what is under way, and begins nothing more; takes up to about 5 s. */
    public void close() throws InterruptedException {
        Thread ended;
        synchronized (this) {
            closed = true;
            ended = thread;
        }
        if (ended != null) {
            ended.interrupt();
            if (!ended.join(STOP_MAX)) {
                LOG.warn("{} is still being listed after {} s", name, STOP_MAX.toSeconds());
            }
        }
    }

    private void run() {
        try {
            for (Round next = next(); next != null; next = next()) {
                TimeUnit.NANOSECONDS.sleep(rest.remaining(now()).toNanos());
                listAgain(next);
            }
        } catch (InterruptedException e) {
            LOG.debug("{} is stopped", name);
        }
    }

    private synchronized @Nullable Round next() {
        Round next = closed ? null : due;
        due = null;
        if (next == null) {
            thread = null;
        }
        return next;
    }

    private void listAgain(Round round) throws InterruptedException {
        boolean isRare = Deadline.in(REST_MAX, rest.nanoTime()).isOver(now());
        Duration before = isRare ? Duration.ZERO : pause;
        pause = find(round) ? Duration.ZERO : longer(before);
        rest = Deadline.in(pause, now());
    }

    /** Whether something became known that was not. */
    private boolean find(Round round) throws InterruptedException {
        Session session = round.session();
        try {
            List<Conditional> before = known.get();
            List<Conditional> now = Conditions.find(
                    round.everybodys().with(before),
                    session.version(),
                    new CapableLister(session, beginning, requests));
            failed("");
            boolean news = !now.equals(before);
            if (news) {
                found.accept(now);
            }
            return news;
        } catch (NotListedException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            failed(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("{}: a bug ended a listing", name, e);
            failed("internal error");
        }
        return false;
    }

    private void failed(String why) {
        boolean other = !why.equals(failure);
        failure = why;
        if (other) {
            note().ifPresent(note -> LOG.warn("{}: {}", name, note));
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.isZero() ? REST_MIN : pause.multipliedBy(2);
        return doubled.compareTo(REST_MAX) < 0 ? doubled : REST_MAX;
    }

    private long now() {
        return nanoTime.getAsLong();
    }
}
