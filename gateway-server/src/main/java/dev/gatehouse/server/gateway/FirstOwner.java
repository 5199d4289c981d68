package dev.gatehouse.server.gateway;

import dev.gatehouse.auth.Auth;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whoever starts the gateway how it gets its first owner: on the terminal, where nothing keeps it, or else in a
 * file of theirs. Never in the log.
 */
final class FirstOwner {
    private static final Logger LOG = LoggerFactory.getLogger(FirstOwner.class);

    private FirstOwner() {}

    /** Says nothing where there is an owner, or a token that was told before still works. */
    static void invite(Auth auth, String origin, Path file) {
        try {
            Optional<String> token = auth.bootstrapToken();
            if (token.isPresent()) {
                tell(token.get(), origin + "/setup", file);
            }
        } catch (SQLException e) {
            LOG.warn("Nobody owns this gateway yet, and no token for that could be made: {}", e.toString());
        } catch (IOException e) {
            LOG.warn("The one-time token for the first owner cannot be written to {}: {}", file, e.toString());
        }
    }

    /** The console: null without a terminal, or there and no terminal; that changed with 22, and again with 25. */
    @SuppressWarnings("SystemConsoleNull")
    private static void tell(String token, String url, Path file) throws IOException {
        Console console = System.console();
        if (console != null && console.isTerminal()) {
            console.printf(
                    "%nNobody owns this gateway yet. Open %s on this machine within an hour.%nOne-time token: %s%n%n",
                    url, token);
        } else {
            PrivateFile.write(file, token + "\n");
            LOG.info(
                    "Nobody owns this gateway yet. Open {} on this machine within an hour; the token is in {}",
                    url,
                    file);
        }
    }
}
