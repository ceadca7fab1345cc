package io.tokenward.rules.match;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * Which of the groups that a query needs is the least likely to be met: that one is worth waiting for. Words that stand in most
 * texts weigh by far the most, then counts the size. A guess of costs; what matches does not depend on it.
 */
final class Rarity {
    private static final Set<String> COMMON = Set.copyOf(List.of("the", "of", "and", "to", "a", "in", "is", "it", "you",
            "that", "he", "was", "for", "on", "are", "with", "as", "i", "his", "they", "be", "at", "one", "have",
            "this",
            "from", "or", "had", "by", "but", "some", "what", "there", "we", "can", "out", "other", "were", "all",
            "your",
            "when", "up", "use", "how", "said", "an", "each", "she", "which", "do", "their", "time", "if", "will",
            "way",
            "about", "many", "then", "them", "would", "write", "like", "so", "these", "her", "long", "make", "thing",
            "see", "him", "two", "has", "look", "more", "day", "could", "go", "come", "did", "my", "no", "most", "who",
            "over", "know", "than", "first", "people", "may", "down", "been", "now", "find", "any", "new", "just",
            "not",
            "also", "only", "into", "such", "me", "our", "please", "here", "should", "must", "its", "because", "very",
            "used", "using", "example", "following", "text", "data", "help", "give", "tell", "need", "want", "get",
            "add",
            "system", "user", "name", "code", "file", "list", "number", "question", "answer", "between", "after",
            "before",
            "without", "where", "while", "both", "through", "same", "different", "work", "information", "你", "我", "的",
            "我们", "你们", "可以", "一个", "这个", "什么", "如何", "以及", "他们", "自己", "没有", "因为", "所以", "但是", "如果",
            "已经", "需要", "进行", "使用", "时候", "问题", "请你", "请问", "一些", "这些", "通过", "为了", "不是", "就是",
            "要求", "以下", "所有", "要的", "的时", "中的", "是一", "了一", "在一", "的是", "的人", "我的", "你的"));
    private static final int COMMON_WEIGHT = 1000;

    private final int size;
    private final BitSet common = new BitSet();

    Rarity(TermTable table) {
        size = table.size();
        for (String word : COMMON) {
            int term = table.id(word);
            if (term >= 0) common.set(term);
        }
    }

    /** How likely it is that a text holds one of these terms; the less the better. */
    int weight(int[] terms) {
        int weight = 0;
        for (int term : terms)
            // What stands for an automaton may accept anything.
            weight += term >= size || common.get(term) ? COMMON_WEIGHT : 1;
        return weight;
    }

    /** Sorts groups, which are ascending: the rarest first. */
    int[] rarestFirst(int[] groups, TermGroups all) {
        long[] weighed = new long[groups.length];
        for (int i = 0; i < groups.length; i++)
            weighed[i] = (long) weight(all.terms(groups[i])) << Integer.SIZE | groups[i];
        Arrays.sort(weighed);
        for (int i = 0; i < groups.length; i++)
            groups[i] = (int) weighed[i];
        return groups;
    }
}
