package dev.gatehouse.server.connect;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The clients whose settings are known, in the order in which they are listed. */
public enum ConnectClient {
    CHATGPT("ChatGPT", Origin.CLOUD),
    CLAUDE("Claude", Origin.CLOUD),
    CLAUDE_CODE("Claude Code", Origin.DESK),
    CURSOR("Cursor", Origin.DESK),
    VSCODE("Visual Studio Code", Origin.DESK),
    GEMINI_CLI("Gemini CLI", Origin.DESK),
    MCP_REMOTE("mcp-remote, for clients that only know stdio", Origin.DESK),
    AGENTS_PYTHON("OpenAI Agents SDK for Python", Origin.PROCESS),
    AGENTS_JS("OpenAI Agents SDK for JavaScript", Origin.PROCESS),
    RESPONSES_API("Responses API with a hosted MCP tool", Origin.CLOUD);

    /** Where its requests come from. */
    enum Origin {
        CLOUD("its maker's cloud"),
        DESK("the computer of whoever uses it"),
        PROCESS("where your program runs");

        final String words;

        Origin(String words) {
            this.words = words;
        }
    }

    private final String title;
    private final Origin origin;

    ConnectClient(String title, Origin origin) {
        this.title = title;
        this.origin = origin;
    }

    /** As it is written on the command line and in the name of its page. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String title() {
        return title;
    }

    Origin origin() {
        return origin;
    }

    public static Optional<ConnectClient> of(String id) {
        return Arrays.stream(values()).filter(client -> client.id().equals(id)).findFirst();
    }

    public static List<String> ids() {
        return Arrays.stream(values()).map(ConnectClient::id).toList();
    }
}
