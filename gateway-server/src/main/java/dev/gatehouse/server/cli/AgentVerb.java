package dev.gatehouse.server.cli;

import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Names;
import dev.gatehouse.server.gateway.StartFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;

/** One order about agents, given to the admin API. */
abstract class AgentVerb implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Mixin
    private OutputOption output;

    final int usage(String problem) {
        return output.fail(ExitCode.USAGE, problem);
    }

    @FunctionalInterface
    private interface Errand {
        Gateways.Answer run(AdminDoor door) throws IOException, StartFailedException;
    }

    final int send(Method method, String path, Optional<Json> body, Function<Json, String> text) {
        return run(
                door -> door.send(
                        method, "/api/v1/agents" + path, body.map(Json::toString).orElse("")),
                text);
    }

    /** All agents, whatever the pages. */
    final int list(Function<Json, String> text) {
        return run(
                door -> {
                    Gateways.Answer page = door.send(Method.GET, "/api/v1/agents?limit=1000", "");
                    List<Json> agents = new ArrayList<>();
                    while (page.status() == 200) {
                        elements(page.json(), "agents").forEach(agents::add);
                        Optional<String> next = page.json().text("next");
                        if (next.isEmpty()) {
                            Json all = Json.object().put("agents", Json.of(agents)).build();
                            return new Gateways.Answer(200, all.toString());
                        }
                        page = door.send(Method.GET, "/api/v1/agents?limit=1000&cursor=" + next.get(), "");
                    }
                    return page;
                },
                text);
    }

    private int run(Errand errand, Function<Json, String> text) {
        try {
            Gateways.Answer answer = errand.run(new AdminDoor(config.load().config()));
            Json json = answer.body().isEmpty() ? Json.EMPTY_OBJECT : answer.json();
            if (answer.status() >= 300) {
                String why = AdminDoor.problem(answer);
                return output.fail(ExitCode.FAILED, why);
            }
            output.print(Terminal.safe(text.apply(json)), json);
            return ExitCode.OK;
        } catch (BadConfigurationException e) {
            return output.fail(ExitCode.BAD_CONFIGURATION, Terminal.messageOf(e));
        } catch (StartFailedException | IOException e) {
            return output.fail(ExitCode.FAILED, Terminal.messageOf(e));
        }
    }

    /** A name that is no slug never becomes part of a path. */
    final int sendFor(String name, Method method, String below, Optional<Json> body, Function<Json, String> text) {
        return Names.isSlug(name)
                ? send(method, "/" + name + below, body, text)
                : usage("not a name of an agent: " + name);
    }

    static Stream<Json> elements(Json object, String member) {
        return object.member(member).stream().flatMap(list -> list.elements().stream());
    }
}
