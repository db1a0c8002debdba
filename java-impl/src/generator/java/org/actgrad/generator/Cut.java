// SPDX-License-Identifier: Apache-2.0
package org.actgrad.generator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.actgrad.generator.Value.Node;

/**
 * What a program computes, cut into loops that C2 compiles well, with as few values between them as
 * possible.
 *
 * <p>C2 stops inlining a method when it has made 18,000 nodes of its own (NodeCountInliningCutoff),
 * and vectors that go through a call are objects; {@link Writer#weight} says how many it makes. It
 * also inlines the loops, which are calls through {@code ColumnStep}, as long as that call has seen
 * no more than two: so where there are two, they are half as long. (The loop that sets kinks is a
 * call besides; hard swish, in one loop, allocates nothing with it.) A CPU computes short loops
 * faster, too, where a long one is one chain of operations that wait for each other.
 */
final class Cut {

  /** What a loop computes, from what it loads, and what it stores. */
  record Loop(List<Node> loaded, List<Node> computed, List<Node> stored) {}

  private static final int C2_NODES_PER_LOOP = 16_000;

  /** What is so little from one other value on is computed again rather than stored and loaded. */
  private static final int C2_NODES_TO_REPEAT = 1_800;

  /** What takes longer than a store and a load, however few nodes it is. */
  private static final Set<String> SLOW = Set.of("/", "sqrt");

  /** What the start of a loop costs, in loads and stores. */
  private static final int LOOP = 3;

  private final List<Node> order;
  private final List<Node> nodes;
  private final Set<Node> results;
  private final Set<Node> repeated = new HashSet<>();

  private Cut(List<Node> nodes, List<Node> results) {
    this.order = nodes;
    this.nodes = new ArrayList<>(nodes);
    this.results = new HashSet<>(results);
    for (Node node : nodes) {
      Set<Node> roots = roots(node);
      if (!this.results.contains(node)
          && roots.size() <= 1
          && !SLOW.contains(node.operator())
          && weight(node, roots) <= C2_NODES_TO_REPEAT) {
        repeated.add(node);
        this.nodes.remove(node);
      }
    }
  }

  static List<Loop> of(List<Node> nodes, List<Node> results) {
    Cut cut = new Cut(nodes, results);
    for (int most = C2_NODES_PER_LOOP; most > C2_NODES_PER_LOOP / 2; most -= 500) {
      List<Loop> loops = cut.loops(most);
      if (loops.size() != 2) {
        return loops;
      }
    }
    return cut.loops(C2_NODES_PER_LOOP / 2);
  }

  /** What a node is computed from, where that which is repeated counts as what it is from. */
  private Set<Node> roots(Node node) {
    Set<Node> roots = new HashSet<>();
    node.nodes().forEach(operand -> need(operand, roots, new HashSet<>()));
    return roots;
  }

  private static int weight(Node node, Set<Node> roots) {
    if (roots.contains(node)) {
      return 0;
    }
    return Writer.weight(node)
        + node.nodes().stream().mapToInt(operand -> weight(operand, roots)).sum();
  }

  /** The cheapest cut, found from the front: the best end of all that went before. */
  private List<Loop> loops(int most) {
    int[] cost = new int[nodes.size() + 1];
    int[] start = new int[nodes.size() + 1];
    for (int end = 1; end <= nodes.size(); end++) {
      cost[end] = Integer.MAX_VALUE;
      for (int from = end - 1; from >= 0; from--) {
        Loop loop = loop(from, end);
        int traffic = loop.loaded.size() + loop.stored.size();
        if (end - from > 1 && weight(loop) > most) {
          break;
        }
        int total = cost[from] + LOOP + traffic;
        if (total < cost[end]) {
          cost[end] = total;
          start[end] = from;
        }
      }
    }
    List<Loop> loops = new ArrayList<>();
    for (int end = nodes.size(); end > 0; end = start[end]) {
      loops.add(0, loop(start[end], end));
    }
    return loops;
  }

  private static int weight(Loop loop) {
    int weight = loop.loaded.size() * Writer.LOAD + loop.stored.size() * Writer.STORE;
    for (Node node : loop.computed) {
      weight += Writer.weight(node);
    }
    return weight;
  }

  private Loop loop(int from, int end) {
    List<Node> own = nodes.subList(from, end);
    Set<Node> loaded = new LinkedHashSet<>();
    Set<Node> computed = new HashSet<>(own);
    for (Node node : own) {
      node.nodes().forEach(operand -> need(operand, loaded, computed));
    }
    own.forEach(loaded::remove);
    List<Node> rest = nodes.subList(end, nodes.size());
    Set<Node> wanted = new HashSet<>(results);
    for (Node node : rest) {
      node.nodes().forEach(operand -> need(operand, wanted, new HashSet<>()));
    }
    return new Loop(
        List.copyOf(loaded),
        order.stream().filter(computed::contains).toList(),
        own.stream().filter(wanted::contains).toList());
  }

  private void need(Node node, Set<Node> loaded, Set<Node> again) {
    if (repeated.contains(node)) {
      node.nodes().forEach(operand -> need(operand, loaded, again));
      again.add(node);
    } else {
      loaded.add(node);
    }
  }
}
