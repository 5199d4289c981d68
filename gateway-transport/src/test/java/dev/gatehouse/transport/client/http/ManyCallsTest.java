package dev.gatehouse.transport.client.http;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static dev.gatehouse.transport.client.Fleet.ID;
import static dev.gatehouse.transport.client.http.RawServer.json;
import static dev.gatehouse.transport.client.http.RawServer.result;
import static dev.gatehouse.transport.client.http.RawServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.core.upstream.UpstreamSpec;
import dev.gatehouse.transport.client.Fleet;
import dev.gatehouse.transport.client.http.RawServer.Received;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** As many calls as are allowed are in work at once: none waits for another's connection. */
@Timeout(180)
class ManyCallsTest {
    private static final int CALLS = UpstreamSpec.Limits.DEFAULT.concurrentCallsMax();

    @TempDir
    Path dataDir;

    /** Nobody is answered before all have come. */
    private final CountDownLatch together = new CountDownLatch(CALLS);

    @Test
    void slow_calls_keep_no_other_from_the_upstream() throws Exception {
        try (RawServer server = new RawServer(this::answer);
                Fleet fleet = new Fleet(dataDir);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            fleet.adopt(HttpServers.spec(server.url())).untilReady(ID);
            Callable<UpstreamReply> call = () -> fleet.call(ID, "slow", "{}");
            List<Future<UpstreamReply>> calls = IntStream.range(0, CALLS)
                    .mapToObj(_ -> callers.submit(call))
                    .toList();
            for (Future<UpstreamReply> reply : calls) {
                assertThat(reply.get(WAIT_MAX.toSeconds(), TimeUnit.SECONDS))
                        .isInstanceOf(UpstreamReply.Complete.class);
            }
        }
    }

    private boolean answer(Received request, OutputStream out) throws IOException, InterruptedException {
        switch (request.rpcMethod()) {
            case "server/discover" ->
                json(out, result(request, "\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{}"));
            case "tools/call" -> {
                together.countDown();
                if (!together.await(WAIT_MAX.toSeconds(), TimeUnit.SECONDS)) {
                    throw new IOException(together.getCount() + " calls did not come");
                }
                json(out, text(request, "all are here"));
            }
            default -> json(out, result(request, "\"tools\":[]"));
        }
        return true;
    }
}
