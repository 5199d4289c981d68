package dev.gatehouse.server.cli;

import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.pin.PinKind;
import dev.gatehouse.policy.pin.PinChoice;
import dev.gatehouse.server.gateway.StartFailedException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A decision about what waits. It is sent with the digest of what waits now, so nothing that comes meanwhile is meant. */
abstract class PinDecisionCommand extends AdminVerb {
    @Parameters(index = "0", paramLabel = "UPSTREAM", description = "whose")
    private String upstream;

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "which tool, prompt or URI")
    private @Nullable String name;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "tool, prompt, resource, template or instructions, where a name alone says too little")
    private @Nullable String kind;

    @Option(names = "--all", description = "all that waits")
    private boolean all;

    @Option(names = "--digest", paramLabel = "SHA256", description = "refuse when what waits is not this")
    private @Nullable String digest;

    abstract String path();

    abstract String done();

    @Override
    public Integer call() {
        if (kind != null && PinKind.ofWord(kind).isEmpty()) {
            return misused("expected a kind: tool, prompt, resource, template, instructions");
        }
        if (all == (name != null || kind != null)) {
            return misused("expected NAME, --kind instructions, or --all");
        }
        return run(
                this::decide,
                answer -> done() + ": "
                        + answer.member("pins").map(Json::toString).orElse("") + " of " + upstream);
    }

    private Gateways.Answer decide(AdminDoor door) throws IOException, StartFailedException {
        Gateways.Answer list = whole(door, PinCommand.PATH, "&upstream=" + PinCommand.encoded(upstream), "pins");
        if (list.status() >= 300) {
            return list;
        }
        List<Json> waiting =
                PinCommand.elements(list.json(), "pins").filter(this::isMeant).toList();
        if (waiting.isEmpty()) {
            throw new IOException("nothing of this name waits for a decision");
        }
        if (!all && waiting.size() > 1) {
            throw new IOException("several things have this name: give --kind");
        }
        return door.send(Method.POST, PinCommand.PATH + path(), order(waiting).toString());
    }

    private boolean isMeant(Json pin) {
        String state = pin.text("state").orElse("");
        boolean waits = state.equals("new") || state.equals("changed") || (state.equals("rejected") && !all);
        boolean named = name == null || pin.text("name").equals(Optional.of(name));
        boolean ofKind = kind == null || pin.text("kind").equals(Optional.of(kind));
        return waits && named && ofKind;
    }

    private Json order(List<Json> waiting) {
        List<PinChoice> choices =
                waiting.stream().map(PinDecisionCommand::choice).toList();
        var order = Json.object().put("upstream", upstream);
        String seen = all ? PinChoice.digestOf(choices) : choices.getFirst().digest();
        if (!all) {
            order.put("kind", choices.getFirst().kind().word());
            order.putIf("name", Optional.of(choices.getFirst().name()).filter(text -> !text.isEmpty()));
        }
        return order.put("digest", digest == null ? seen : digest).build();
    }

    private static PinChoice choice(Json pin) {
        return new PinChoice(
                PinKind.ofWord(pin.text("kind").orElse("")).orElseThrow(),
                pin.text("name").orElse(""),
                pin.text("offeredDigest").orElse(""));
    }

    @Command(
            name = "approve",
            mixinStandardHelpOptions = true,
            description = "Approves what an upstream offers, as `gatehouse pin diff` shows it.",
            footer = {"", "Example: gatehouse pin approve files --all --config gatehouse.yaml", ExitCode.TEXT})
    static final class Approve extends PinDecisionCommand {
        @Override
        String path() {
            return "/approve";
        }

        @Override
        String done() {
            return "approved";
        }
    }

    @Command(
            name = "reject",
            mixinStandardHelpOptions = true,
            description = {
                "Decides against what an upstream offers. What was approved before is used again when the upstream offers",
                "that again."
            },
            footer = {"", "Example: gatehouse pin reject files read_file --config gatehouse.yaml", ExitCode.TEXT})
    static final class Reject extends PinDecisionCommand {
        @Override
        String path() {
            return "/reject";
        }

        @Override
        String done() {
            return "rejected";
        }
    }
}
