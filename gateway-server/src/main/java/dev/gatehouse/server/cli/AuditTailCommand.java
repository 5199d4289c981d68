package dev.gatehouse.server.cli;

import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.server.gateway.StartFailedException;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gatehouse audit tail}: what arrives in the trail. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        description = {
            "Tells what arrives in the trail from now on, of each gateway in its order, each record once, until it is stopped.",
            "With --output json each record is one line. Needs a gateway that runs."
        },
        footer = {"", "Example: gatehouse audit tail --bundle engineering --config gatehouse.yaml", ExitCode.TEXT})
final class AuditTailCommand extends AdminVerb {
    private static final String PATH = "/api/v1/audit/tail?";
    private static final int WAIT_SECONDS = 10;
    /** When the gateway does not wait itself, because many others have it wait. */
    private static final int PAUSE_MILLIS = 500;

    @Mixin
    private TrailFilters filters;

    @Option(names = "--count", paramLabel = "N", description = "stop after so many")
    private long count = Long.MAX_VALUE;

    @Override
    public Integer call() {
        return follow(this::follow);
    }

    private Gateways.Answer follow(AdminDoor door) throws IOException, StartFailedException {
        String query = filters.query();
        Gateways.Answer answer = door.sendToRunning(Method.GET, PATH + "wait=0" + query, "");
        long told = 0;
        while (answer.status() == 200 && told < count) {
            List<Json> events =
                    answer.json().member("events").map(Json::elements).orElse(List.of());
            for (Json event : events.subList(0, (int) Math.min(events.size(), count - told))) {
                say(TrailLines.line(event), event);
                told++;
            }
            if (events.isEmpty()) {
                pause();
            }
            String after = answer.json().text("after").orElse("");
            answer = door.sendToRunning(Method.GET, PATH + "wait=" + WAIT_SECONDS + "&after=" + after + query, "");
        }
        return answer;
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
