package dev.gatehouse.bench;

import dev.gatehouse.core.json.JsonSyntaxException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Brings a gateway to where one is that has served for a day: bursts of full load with pauses between, until the JIT
 * compiler has nothing left to do. One long burst is no substitute: what happens only when load begins and ends stays
 * unseen by the compiler, which then does its work in the rounds that are measured.
 */
final class WarmUp {
    private static final int SECONDS_MAX = Integer.getInteger("warmup", 240);
    private static final int BURST_SECONDS = 6;
    /** In a row, for the compiler comes back. */
    private static final int QUIET_BURSTS = 3;

    private static final double QUIET_MICROS = Double.parseDouble(System.getProperty("quiet", "1.0"));

    private static final int PAUSE_SECONDS = 3;

    private final Subject subject;
    private final Subject other;
    private final GatewayUnderTest gateway;
    private final Path folder;

    /** @param other what is called while the gateway has its pauses, as in the rounds that follow */
    WarmUp(Subject subject, Subject other, GatewayUnderTest gateway, Path folder) {
        this.subject = subject;
        this.other = other;
        this.gateway = gateway;
        this.folder = folder;
    }

    /** @return what was done, for the reader of the figures */
    String run() throws IOException, InterruptedException, JsonSyntaxException {
        int seconds = 0;
        int quiet = 0;
        double micros = Double.NaN;
        while (seconds < SECONDS_MAX && quiet < QUIET_BURSTS) {
            micros = burst();
            seconds += BURST_SECONDS;
            quiet = micros < QUIET_MICROS ? quiet + 1 : 0;
        }
        return String.format(
                Locale.ROOT,
                "warmed up by %d s of load in bursts of %d s; the JIT took %.1f µs of each call in the last one",
                seconds,
                BURST_SECONDS,
                micros);
    }

    private double burst() throws IOException, InterruptedException, JsonSyntaxException {
        var _ = Wrk.run(other.url(), gateway.token(), Load.FULL, PAUSE_SECONDS, folder);
        double before = compiling();
        Wrk.Run run = Wrk.run(subject.url(), gateway.token(), Load.FULL, BURST_SECONDS, folder);
        return (compiling() - before) * 1e6 / run.requests();
    }

    private double compiling() throws IOException {
        return ThreadFigures.of(subject.process()).getOrDefault(ThreadFigures.JIT, 0.0);
    }
}
