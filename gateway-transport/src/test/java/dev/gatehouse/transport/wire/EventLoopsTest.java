package dev.gatehouse.transport.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopsTest {
    @AfterEach
    void clear() {
        System.clearProperty(EventLoops.TRANSPORT_PROPERTY);
    }

    @Test
    void theNativeTransportIsUsedWhereThereIsOne() {
        try (EventLoops loops = EventLoops.start(1)) {
            Class<?> expected = Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
            assertThat(loops.serverChannel()).isEqualTo(expected);
        }
    }

    @Test
    void aPropertyDoesWithoutIt() {
        System.setProperty(EventLoops.TRANSPORT_PROPERTY, "nio");
        EventLoops loops = EventLoops.start(1);
        assertThat(loops.clientChannel()).isEqualTo(NioSocketChannel.class);
        loops.close();
        assertThat(loops.group().isTerminated()).isTrue();
    }

    @Test
    void theBudgetGivesAllOrNothing() {
        ByteBudget budget = new ByteBudget(100);
        assertThat(budget.tryReserve(60)).isTrue();
        assertThat(budget.tryReserve(41)).isFalse();
        assertThat(budget.tryReserve(40)).isTrue();
        budget.release(100);
        assertThat(budget.free()).isEqualTo(100);
    }
}
