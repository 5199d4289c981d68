package dev.gatehouse.server.cli;

import dev.gatehouse.core.json.Json;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Records of the trail as lines for people. */
final class TrailLines {
    private TrailLines() {}

    static String table(Json answer, String list, String none) {
        String table = PinCommand.elements(answer, list).map(TrailLines::line).collect(Collectors.joining("\n"));
        return table.isEmpty() ? none : table;
    }

    /** When, what, who, with what, how it went, and where the record stands. */
    static String line(Json event) {
        String call = event.text("call").orElse("");
        return String.join(
                "\t",
                text(event, "at"),
                text(event, "type"),
                text(event, "subject"),
                joined(text(event, "server"), text(event, "tool")),
                Stream.of("decision", "outcome", "detail", "reasons")
                        .map(name -> text(event, name).replace("\n", "; "))
                        .filter(word -> !word.isEmpty())
                        .collect(Collectors.joining(" ")),
                call,
                position(event));
    }

    /** The record in full, and what is kept beside it. */
    static String detail(Json view) {
        return Stream.of(
                        view.member("event").map(TrailLines::line).orElse(""),
                        view.text("body").or(() -> view.text("bodyHex")).orElse(""),
                        view.text("payload").or(() -> view.text("payloadHex")).orElse(""))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    static String position(Json event) {
        return text(event, "gateway") + "/" + number(event, "epoch") + "/" + number(event, "seq");
    }

    static String number(Json object, String name) {
        return object.member(name).map(Objects::toString).orElse("");
    }

    private static String joined(String server, String tool) {
        return tool.isEmpty() ? server : server + "/" + tool;
    }

    private static String text(Json object, String name) {
        return object.text(name).orElse("");
    }
}
