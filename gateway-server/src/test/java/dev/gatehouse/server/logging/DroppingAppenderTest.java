package dev.gatehouse.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class DroppingAppenderTest {
    private final LoggerContext context = new LoggerContext();
    private final Logger logger = context.getLogger("test");

    @Test
    void writesWhatIsQueuedBeforeItStops() {
        var out = new ByteArrayOutputStream();
        DroppingAppender appender = appender(out);
        for (int i = 0; i < 100; i++) {
            logger.info("line {}", i);
        }
        appender.stop();
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(100);
    }

    @Test
    void neverHoldsACallerUpAndCountsWhatItDropped() throws Exception {
        var blocked = new BlockedOutput();
        DroppingAppender appender = appender(blocked);
        logger.info("the first line takes the writer");
        blocked.entered.await();
        for (int i = 0; i < DroppingAppender.QUEUE_EVENTS_MAX + 7; i++) {
            logger.info("line {}", i);
        }
        assertThat(appender.dropped()).isEqualTo(7);
        blocked.released.countDown();
        appender.stop();
        assertThat(blocked.written.toString(StandardCharsets.UTF_8)).contains("7 log lines were dropped");
    }

    private DroppingAppender appender(OutputStream out) {
        context.setMDCAdapter(new LogbackMDCAdapter());
        var appender = new DroppingAppender(new TextLines(), out);
        appender.setContext(context);
        appender.start();
        logger.addAppender(appender);
        return appender;
    }

    /** A pipe that nobody reads until the test says so. */
    private static final class BlockedOutput extends OutputStream {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();

        @Override
        public void write(byte[] bytes, int offset, int length) {
            entered.countDown();
            boolean interrupted = false;
            while (released.getCount() > 0) {
                try {
                    released.await();
                } catch (InterruptedException e) {
                    // A write to a full pipe does not end by an interrupt either.
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            written.write(bytes, offset, length);
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }
    }
}
