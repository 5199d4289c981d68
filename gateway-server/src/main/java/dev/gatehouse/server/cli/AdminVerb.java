package dev.gatehouse.server.cli;

import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.server.gateway.StartFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Mixin;

/** A verb that is one request to the admin API, of a gateway that runs or is stopped. */
abstract class AdminVerb implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Mixin
    private OutputOption output;

    /** @param text what people read of the answer */
    final int send(Method method, String path, String body, Function<Json, String> text) {
        return run(door -> door.send(method, path, body), text);
    }

    /** The same for a whole list, whatever the pages; it has this name in each. */
    final int sendAll(String path, String list, Function<Json, String> text) {
        return sendAll(path, "", list, text);
    }

    /** @param query what else is asked, each part with an ampersand before it */
    final int sendAll(String path, String query, String list, Function<Json, String> text) {
        return run(door -> whole(door, path, query, list), text);
    }

    @FunctionalInterface
    interface Errand {
        Gateways.Answer run(AdminDoor door) throws IOException, StartFailedException;
    }

    static Gateways.Answer whole(AdminDoor door, String list, String query, String name)
            throws IOException, StartFailedException {
        String path = list + "?limit=1000" + query;
        List<Json> items = new ArrayList<>();
        Gateways.Answer page = door.send(Method.GET, path, "");
        while (page.status() == 200) {
            page.json().member(name).ifPresent(part -> items.addAll(part.elements()));
            Optional<String> next = page.json().text("next");
            if (next.isEmpty()) {
                return new Gateways.Answer(
                        200, Json.object().put(name, Json.of(items)).build().toString());
            }
            page = door.send(Method.GET, path + "&cursor=" + next.get(), "");
        }
        return page;
    }

    final int run(Errand errand, Function<Json, String> text) {
        return carryOut(errand, json -> say(text.apply(json), json));
    }

    /** The same of an errand that says by itself what it finds. */
    final int follow(Errand errand) {
        return carryOut(errand, _ -> {});
    }

    final void say(String text, Json json) {
        output.print(Terminal.safe(text), json);
    }

    private int carryOut(Errand errand, Consumer<Json> done) {
        try {
            Gateways.Answer answer = errand.run(new AdminDoor(config.load().config()));
            if (answer.status() >= 300) {
                return output.fail(ExitCode.FAILED, AdminDoor.problem(answer));
            }
            done.accept(answer.body().isEmpty() ? Json.EMPTY_OBJECT : answer.json());
            return ExitCode.OK;
        } catch (BadConfigurationException e) {
            return output.fail(ExitCode.BAD_CONFIGURATION, Terminal.messageOf(e));
        } catch (StartFailedException | IOException e) {
            return output.fail(ExitCode.FAILED, Terminal.messageOf(e));
        }
    }

    final boolean isJson() {
        return output.isJson();
    }

    final int misused(String why) {
        return output.fail(ExitCode.USAGE, why);
    }
}
