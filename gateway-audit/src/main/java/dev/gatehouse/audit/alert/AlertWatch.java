package dev.gatehouse.audit.alert;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.notice.Channel;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alerts of a running gateway. Whoever records an event hands it over without waiting; rules see it on a thread of their own, a
 * second one writes down what they find, a third one tells. All of it works without the database. Close it before that.
 */
public final class AlertWatch implements Consumer<AuditEvent>, AutoCloseable {
    private static final int WAITING_MAX = 8_192;
    private static final Duration DEAD_LETTERS_EACH = Duration.ofMinutes(1);
    private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(3);
    private static final Logger LOG = LoggerFactory.getLogger(AlertWatch.class);

    private final AlertParts parts;
    private final BlockingQueue<Occurrence> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final AlertCounts counts = new AlertCounts();
    private final AlertBook book = new AlertBook();
    private final Outbox outbox = new Outbox();
    private final AlertRecords records;
    private final TrailQuestions questions;
    private final ActiveRules rules;
    private final AlertClerk clerk;
    private final AlertCourier courier;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Thread> threads;
    private volatile AlertSettings settings = AlertSettings.NOTHING;
    private volatile long deadLetters;
    private Instant deadLettersAt = Instant.MIN;
    private long lookedAt;
    private boolean hasLooked;
    private long unseenBefore;

    private AlertWatch(AlertParts parts) {
        this.parts = parts;
        this.records = new AlertRecords(parts.place().journal(), parts.place().clocks());
        this.questions = new TrailQuestions(parts.place().database(), parts.forms());
        this.rules = new ActiveRules(book, questions::ask, parts.mask());
        this.clerk = new AlertClerk(parts, () -> settings, book, outbox, records, counts);
        this.courier = new AlertCourier(parts, () -> settings, outbox, records, counts);
        this.threads = List.of(
                thread("gatehouse-alert", this::look),
                thread("gatehouse-alert-clerk", () -> each(this::writeDown)),
                thread("gatehouse-alert-courier", () -> each(courier::round)));
    }

    private static Thread thread(String name, Runnable work) {
        return Thread.ofPlatform().daemon().name(name).unstarted(work);
    }

    /** Watches nothing before {@link #adopt}. */
    public static AlertWatch start(AlertParts parts) {
        AlertWatch watch = new AlertWatch(parts);
        watch.threads.forEach(Thread::start);
        return watch;
    }

    /** From now on these rules hold, and these channels are told. */
    public void adopt(AlertSettings next) {
        settings = next;
        rules.adopt(next.rules());
    }

    /** Something was recorded. Never blocks: what does not fit is counted, and that is an alert, too. */
    @Override
    public void accept(AuditEvent event) {
        if (rules.isEmpty()) {
            return;
        }
        Occurrence.of(event).filter(occurrence -> !waiting.offer(occurrence)).ifPresent(_ -> counts.unseen());
    }

    /** What goes on and what is over, as all gateways know it; while the database is away, what this one sees going on. */
    public List<Alert> alerts() {
        try {
            return Transaction.run(parts.place().database(), AlertTable::all);
        } catch (SQLException _) {
            return book.all();
        }
    }

    /** Tells a channel that nothing is wrong. @return why it could not; empty when there is no such channel */
    public Optional<String> test(String name, String actor) {
        Optional<Channel> channel = Optional.ofNullable(settings.channels().get(name));
        return channel.map(known -> test(name, known, actor));
    }

    private String test(String name, Channel channel, String actor) {
        String result = "";
        try {
            channel.tell(AlertNotice.test(
                    name, parts.gateway(), parts.place().clocks().now()));
        } catch (IOException | RuntimeException e) {
            result = String.valueOf(e.getMessage());
        }
        records.record("test", "channel " + name, "by " + actor + (result.isEmpty() ? "" : ": " + result));
        return result;
    }

    public AlertCounts counts() {
        return counts;
    }

    /** Alerts that this gateway sees going on. */
    public int open() {
        return book.size();
    }

    /** Notices that wait to be told, of all gateways as far as this one knows. */
    public long untold() {
        return counts.rows() + outbox.size();
    }

    private void look() {
        while (closing.getCount() > 0) {
            try {
                Optional<Occurrence> next =
                        Optional.ofNullable(waiting.poll(parts.pace().round().toNanos(), TimeUnit.NANOSECONDS));
                Instant now = parts.place().clocks().now();
                next.ifPresent(occurrence -> rules.see(occurrence, now));
                long nanos = parts.place().clocks().nanoTime();
                if (!hasLooked || nanos - lookedAt >= parts.pace().look().toNanos()) {
                    hasLooked = true;
                    lookedAt = nanos;
                    rules.look(this::reading, now);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.error("a rule failed", e);
                counts.unseen();
            }
        }
    }

    private Map<String, Double> reading(Gauge gauge) {
        return switch (gauge) {
            case UNSEEN -> {
                long now = counts.unseens() + book.left();
                long since = now - unseenBefore;
                unseenBefore = now;
                yield Map.of("", (double) since);
            }
            case DEAD_LETTERS -> Map.of("", (double) deadLetters);
            default -> parts.readings().of(gauge);
        };
    }

    private void writeDown() {
        clerk.round();
        try {
            Instant now = parts.place().clocks().now();
            questions.answer(use -> rules.isNew(use, now), counts::unseen);
            if (!rules.isEmpty() && !now.isBefore(deadLettersAt.plus(DEAD_LETTERS_EACH))) {
                deadLettersAt = now;
                deadLetters = Transaction.run(parts.place().database(), TrailQuestions::deadLetters);
            }
        } catch (SQLException e) {
            LOG.debug("the trail cannot be asked now: {}", e.getMessage());
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws InterruptedException;
    }

    /** What fails is done the next time. */
    private void each(Work work) {
        try {
            while (!closing.await(parts.pace().round().toNanos(), TimeUnit.NANOSECONDS)) {
                try {
                    if (!rules.isEmpty()) {
                        work.run();
                    }
                } catch (RuntimeException e) {
                    LOG.error("alerts could not be dealt with", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            for (Thread thread : threads) {
                thread.join(CLOSE_WAIT_MAX);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
