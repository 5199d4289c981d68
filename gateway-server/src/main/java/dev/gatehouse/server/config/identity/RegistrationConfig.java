package dev.gatehouse.server.config.identity;

import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.Within;
import java.time.Duration;
import java.util.List;

/** How unknown clients become known. */
public record RegistrationConfig(
        @Doc("Clients may register themselves (RFC 7591). Cursor, VS Code and others need it.") @Default("true")
        boolean dynamic,

        @Doc("A registration that nobody used so long is forgotten.") @Default("30d") @Within(min = "1h", max = "365d")
        Duration unusedFor,

        @Doc("A client's id may be the URL of a document that describes it (CIMD). ChatGPT and Claude prefer it.")
        @Default("true")
        boolean metadataDocuments,

        @Doc("Private-use schemes that redirect URIs may have besides `https` and loopback `http`.")
        @Default("[cursor]")
        List<String> redirectSchemes,

        @Doc("Hosts that documents of others may lead to although they are not on the public Internet, as `host` or "
                + "`host:port`: those that describe clients, and other origins than its own that a provider names.")
        List<String> intranetHosts) {}
