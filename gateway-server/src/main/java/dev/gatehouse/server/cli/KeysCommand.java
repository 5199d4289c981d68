package dev.gatehouse.server.cli;

import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.json.Json;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gatehouse keys rotate …}: new keys without a request that fails. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "Rotates the keys of the gateways on one database, while they run or are stopped.",
        subcommands = {KeysCommand.Rotate.class},
        footer = {"", "Example: gatehouse keys rotate data --config gatehouse.yaml", ExitCode.TEXT})
final class KeysCommand {

    enum Kind {
        signing,
        data,
        master
    }

    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description = {
                "signing: a new key for tokens; it signs after 10 minutes, the old one is trusted until its tokens end.",
                "data: a new key that seals what is stored; it seals after a minute, older ones go on opening.",
                "master: first with --new-key-file, then give every gateway the new key and start it again, then with"
                        + " --finish at a gateway that has it."
            },
            footer = {
                "",
                "Example: gatehouse keys rotate master --new-key-file next.key --config gatehouse.yaml",
                ExitCode.TEXT
            })
    static final class Rotate extends AdminVerb {
        @Parameters(index = "0", paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}")
        private Kind kind;

        @Option(names = "--new-key-file", paramLabel = "FILE", description = "the new master key, mode 0600")
        private @Nullable Path newKeyFile;

        @Option(names = "--finish", description = "from now on only the master key of this gateway opens anything")
        private boolean finish;

        @Override
        public Integer call() {
            boolean isWhole = kind == Kind.master ? finish == (newKeyFile == null) : !finish && newKeyFile == null;
            if (!isWhole) {
                return misused("--new-key-file or --finish goes with master, and one of them is needed there");
            }
            String path = "/api/v1/keys/" + kind + (finish ? "/finish" : "/rotation");
            String body = newKeyFile == null
                    ? ""
                    : Json.object()
                            .put("newKeyFile", newKeyFile.toAbsolutePath().toString())
                            .build()
                            .toString();
            return send(Method.POST, path, body, json -> json.text("detail").orElse(""));
        }
    }
}
