package dev.gatehouse.auth.authorize;

import dev.gatehouse.auth.TestWorld;
import dev.gatehouse.auth.people.Acquaintance;
import dev.gatehouse.auth.people.Asserted;
import dev.gatehouse.auth.people.Directory;
import dev.gatehouse.auth.people.Person;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.trust.IdentityProvider;
import dev.gatehouse.core.trust.Registration;
import dev.gatehouse.core.trust.TokenLifetimes;
import dev.gatehouse.core.trust.Trust;
import dev.gatehouse.core.trust.TrustedIssuer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Ann, who may use the red server, in a world that trusts another issuer. */
public final class PeopleWorld {
    public static final String VAULT = GrantWorld.VAULT;
    public static final String VAULT_SECRET = GrantWorld.VAULT_SECRET;

    private PeopleWorld() {}

    public static Revision revision(TrustedIssuer issuer) {
        Revision base = GrantWorld.revision("red");
        Trust trust = new Trust(
                List.of(), base.trust().clients(), List.of(issuer), Registration.DEFAULT, TokenLifetimes.DEFAULT);
        return GrantWorld.with(base, trust);
    }

    public static Revision withoutAgents(Revision revision) {
        return new Revision(
                "r", revision.servers(), revision.bundles(), Map.of(), revision.upstreams(), revision.trust());
    }

    /** Everybody, read afresh. */
    public static Directory people(TestWorld world) throws Exception {
        Directory people = world.people();
        people.roster().refresh();
        return people;
    }

    public static Person ann(TestWorld world, TrustedIssuer issuer) throws Exception {
        world.revision = revision(issuer);
        Asserted asserted = new Asserted(
                IdentityProvider.LOCAL, "s-ann", "ann", Optional.of("Ann"), Optional.empty(), Optional.empty());
        return ((Acquaintance.Known) world.people().meet(asserted, true)).person();
    }
}
