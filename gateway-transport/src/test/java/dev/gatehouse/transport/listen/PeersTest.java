package dev.gatehouse.transport.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.transport.http.Cidr;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client cannot choose the address it is recorded under. */
class PeersTest {
    private static final List<Cidr> PROXIES = List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("2001:db8::/32"));

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "192.0.2.1; 198.51.100.7; 192.0.2.1",
                "10.0.0.1; 198.51.100.7; 198.51.100.7",
                "10.0.0.1; 1.1.1.1, 198.51.100.7; 198.51.100.7",
                "10.0.0.1; 1.1.1.1, 198.51.100.7, 10.9.9.9; 198.51.100.7",
                "10.0.0.1; 10.0.0.3, 10.0.0.2; 10.0.0.3",
                "10.0.0.1; 198.51.100.7:4711; 198.51.100.7",
                "10.0.0.1; [2001:dead::1]:4711; 2001:dead:0:0:0:0:0:1",
                "10.0.0.1; evil.example; 10.0.0.1",
                "10.0.0.1; 1.1.1.1, garbage; 10.0.0.1",
                "10.0.0.1; ''; 10.0.0.1",
                "2001:db8::9; 198.51.100.7; 198.51.100.7"
            })
    void theRightmostAddressThatIsNoProxyCounts(String socket, String forwarded, String peer) throws Exception {
        assertThat(new Peers(PROXIES).peerOf(from(socket), headers(forwarded))).isEqualTo(peer);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.0.0.0/9, 10.128.0.1, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "::/0, 8.8.8.8, false",
        "fd00::/8, fdff::1, true",
        "fd00::/8, fe00::1, false"
    })
    void blocksAreComparedBitByBit(String block, String address, boolean inside) {
        assertThat(Cidr.parse(block).contains(InetAddress.ofLiteral(address))).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "", "::/129"})
    void whatIsNoBlockIsRefused(String text) {
        assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static HttpHeaders headers(String forwarded) {
        return new DefaultHttpHeaders().add("X-Forwarded-For", forwarded);
    }

    private static EmbeddedChannel from(String address) {
        InetSocketAddress remote = new InetSocketAddress(InetAddress.ofLiteral(address), 4711);
        return new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return remote;
            }
        };
    }
}
