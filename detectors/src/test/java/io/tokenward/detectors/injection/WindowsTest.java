package io.tokenward.detectors.injection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WindowsTest {
    @Test
    void everyBlockIsSeenByAWindowOfEachLength() {
        for (int blocks = 1; blocks < 200; blocks++) {
            var shortly = new boolean[blocks];
            var widely = new boolean[blocks];
            var between = new boolean[blocks];
            for (int window = 0; window < Windows.count(blocks); window++) {
                int first = Windows.first(window, blocks);
                int end = Windows.end(window, blocks);
                assertThat(first).isNotNegative().isLessThan(end);
                assertThat(end).isLessThanOrEqualTo(blocks);
                for (int block = first; block < end; block++) {
                    if (end - first == Math.min(blocks, Windows.MIDDLE / Windows.BLOCK)) between[block] = true;
                    if (end - first <= Windows.SHORT / Windows.BLOCK) shortly[block] = true;
                    if (end - first > Windows.SHORT / Windows.BLOCK || blocks <= Windows.SHORT / Windows.BLOCK)
                        widely[block] = true;
                }
            }
            assertThat(shortly).doesNotContain(false);
            assertThat(widely).doesNotContain(false);
            assertThat(between).doesNotContain(false);
        }
    }

    @Test
    void anEmptyTextHasOneBlockAndOneWindow() {
        assertThat(Windows.blocks(0)).isEqualTo(1);
        assertThat(Windows.count(1)).isEqualTo(1);
    }

    @Test
    void theNumberOfWindowsGrowsLikeTheText() {
        assertThat(Windows.count(Windows.blocks(4_000_000))).isLessThan(2 * Windows.blocks(4_000_000));
    }
}
