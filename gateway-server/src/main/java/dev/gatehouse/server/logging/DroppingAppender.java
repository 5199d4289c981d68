package dev.gatehouse.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Hands events to one writer thread. When that cannot keep up, lines are dropped and counted; no caller ever waits. */
final class DroppingAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    static final String NAME = "gatehouse";
    static final int QUEUE_EVENTS_MAX = 4_096;
    /** How long a stop waits for lines still queued. */
    static final Duration STOP_WAIT_MAX = Duration.ofSeconds(2);

    private final LineFormat format;
    private final OutputStream out;
    private final BlockingQueue<ILoggingEvent> queue = new ArrayBlockingQueue<>(QUEUE_EVENTS_MAX);
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer;
    private long told;

    DroppingAppender(LineFormat format, OutputStream out) {
        this.format = format;
        this.out = out;
        this.writer = Thread.ofPlatform().daemon().name("gatehouse-log").unstarted(this::writeUntilStopped);
        setName(NAME);
    }

    /** Lines dropped since the start. */
    long dropped() {
        return dropped.get();
    }

    @Override
    public void start() {
        writer.start();
        super.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        if (!queue.offer(event)) {
            dropped.incrementAndGet();
        }
    }

    @Override
    public void stop() {
        if (!isStarted()) {
            return;
        }
        super.stop();
        writer.interrupt();
        try {
            writer.join(STOP_WAIT_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeUntilStopped() {
        try {
            while (true) {
                write(queue.take());
            }
        } catch (InterruptedException e) {
            List<ILoggingEvent> rest = new ArrayList<>();
            queue.drainTo(rest);
            rest.forEach(this::write);
        }
    }

    private void write(ILoggingEvent event) {
        try {
            out.write(format.line(event));
            long total = dropped.get();
            if (total > told) {
                out.write(format.line(droppedLines(total - told)));
                told = total;
            }
        } catch (IOException e) {
            addError("standard error takes no lines", e);
        }
    }

    private ILoggingEvent droppedLines(long count) {
        var logger = ((LoggerContext) getContext()).getLogger(DroppingAppender.class);
        return new LoggingEvent(
                DroppingAppender.class.getName(),
                logger,
                Level.WARN,
                "{} log lines were dropped: they came faster than they could be written",
                null,
                new Object[] {count});
    }
}
