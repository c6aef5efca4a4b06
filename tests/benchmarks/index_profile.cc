// profile
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include "common/base/log.h"
#include "query_service/index/index.h"
#include "tests/benchmarks/record_generator.h"
using namespace impactwire;
static double Cpu(){timespec t; clock_gettime(CLOCK_THREAD_CPUTIME_ID,&t); return t.tv_sec+t.tv_nsec*1e-9;}
static size_t Rss(){FILE*f=fopen("/proc/self/statm","r"); long a,b; if(fscanf(f,"%ld %ld",&a,&b)!=2)b=0; fclose(f); return b*4096;}
int main(int argc,char**argv){
  SetMinLogSeverity(Severity::kWarning);
  bench::GeneratorOptions o; o.figures=atoi(argv[1]);
  double t0=Cpu(); bench::RecordGenerator g(o); printf("ctor %.2f\n",Cpu()-t0);
  size_t rss0=Rss();
  query::Index index; double gen=0,parse=0,apply=0,ser=0; size_t bytes=0,figs=0,ev=0,rev=0,detail=0,orgs=0,roles=0; 
  v1::LogEntry e; const int B=100;
  for(uint32_t a=0;a<g.articles();a+=B){
    std::vector<std::string> s(B);
    for(int i=0;i<B;++i){ double t=Cpu(); g.Make(a+i,&e); gen+=Cpu()-t; t=Cpu(); e.SerializeToString(&s[i]); ser+=Cpu()-t; bytes+=s[i].size();
      figs+=e.record().impact_figures_size(); orgs+=e.record().organizations_size(); roles+=e.record().executives_size();
      for(auto&f:e.record().impact_figures()){ev+=f.evidence().text().size(); detail+=f.ByteSizeLong();}
      for(auto&f:e.record().executives())rev+=f.evidence().text().size();}
    query::RecordBatch b; if(a>0)b.after=Position{"00000000000000aa",a}; b.through=Position{"00000000000000aa",(uint64_t)a+B}; b.high_watermark=Position{"00000000000000aa",(uint64_t)g.articles()};
    double t=Cpu(); for(auto&x:s) b.entries.Add()->ParseFromString(x); parse+=Cpu()-t;
    t=Cpu(); if(!index.Apply(std::move(b)).ok()) abort(); apply+=Cpu()-t;
  }
  size_t rss=Rss()-rss0; double n=g.articles();
  printf("articles %.0f figures %zu orgs/art %.2f roles/art %.2f bytes/record %.0f ev/fig %.0f detail/fig %.0f roleev/role %.0f\n",n,figs,orgs/n,roles/n,bytes/n,ev*1./figs,detail*1./figs,rev*1./roles);
  printf("gen %.2f us ser %.2f parse %.2f us apply %.2f us per record => %.0f rec/s\n",gen/n*1e6,ser/n*1e6,parse/n*1e6,apply/n*1e6,n/(parse+apply));
  printf("rss/fig %.1f bytes/fig %.1f\n",rss*1./figs,index.bytes()*1./figs);
  for(auto&t:index.Pin().tables().BytesByTable()) printf("  %-16s %8.1f B/figure\n",t.table,t.bytes*1./figs);
  printf("organizations %u executives %u\n",index.Pin().tables().organizations().size(),index.Pin().tables().executives().size());
}
