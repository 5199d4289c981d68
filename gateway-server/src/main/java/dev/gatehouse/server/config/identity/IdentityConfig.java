package dev.gatehouse.server.config.identity;

import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.KeyKind;
import dev.gatehouse.server.config.bind.Keys;
import java.util.Map;

/** Who vouches for callers, and which clients are known beforehand. */
public record IdentityConfig(
        @Doc("Where people log in, by a name of your choice. It qualifies their groups and names: `okta/Engineering`.")
        @Keys(KeyKind.NAME)
        Map<String, ProviderConfig> providers,

        @Doc("OAuth clients known beforehand, by their client id. Others make themselves known: see `registration`.")
        @Keys(KeyKind.NAME)
        Map<String, ClientConfig> clients,

        @Doc("Other authorization servers whose tokens count here, by a name of your choice.") @Keys(KeyKind.NAME)
        Map<String, IssuerConfig> issuers,

        @Doc("How clients that nobody registered make themselves known.")
        RegistrationConfig registration,

        @Doc("How long tokens last.") TokensConfig tokens) {}
