#!/usr/bin/env python3
"""Writes the seeds and dictionaries of the fuzz targets from scenarios, three small treaties and invented tables.

    cargo build -p servanda-cli && python3 fuzz/seeds.py target/debug/servanda

No row of anybody's data is among them. Seeds that came of a fault stay: they are not written here.
"""
import os,re,glob,subprocess,json,sys
root=os.path.dirname(os.path.dirname(os.path.abspath(__file__))); out=root+'/fuzz/seeds'
def put(target,name,data):
    os.makedirs(f'{out}/{target}',exist_ok=True)
    if isinstance(data,str): data=data.encode()
    open(f'{out}/{target}/{name}','wb').write(data)
pages=[]
for p in sorted(glob.glob(root+'/scenarios/feature/*/*.md')):
    pages.append((os.path.basename(os.path.dirname(p))+'-'+os.path.basename(p)[:-3],open(p).read()))
small=['anzus-1951','france-togo-2009','abc-pact-1915']
# bare: code of the features
codes={}
for name,text in pages:
    blocks=re.findall(r'```treaty\n(.*?)```',text,re.S)
    codes[name]=blocks
n=0
for name,blocks in codes.items():
    # the first, the longest of each page
    if not blocks: continue
    pick={max(blocks,key=len)}
    for b in pick:
        put('parse',name+'.treaty',b)
        if name.startswith('good'): put('format',name+'.treaty',b); 
for s in small:
    t=open(f'{root}/treaties/{s}.treaty.md').read()
    put('parse',s+'.md',t); put('format',s+'.md',t)
put('parse','fences.md','# A page\n\n```treaty\ntreaty X "T" # why\n  in force 1930\n```\n\n~~~\n```treaty\n~~~\n\n> ```treaty\n> members\n>   RUS\n> ```\n\n- ```treaty\n  claim c by X on 1930\n  ```\n')
put('format','comments.treaty','# above\ntreaty X "A \\"long\\" title"  # one\n  # two\n  in force between 1930-01-01 and 1931\n    # three\n    until 1940\n\n\nmembers # four\n  RUS TUR # five\n    in force 1930 # six\n  "Bosnia and Herzegovina"\n# end\n')
# summits: one of each rule
small_summit=lambda rule: f'summit T "Talks"\n  rule {rule} because "so"\nissue i "How?" # why\n  scale 0 "no" to 10 "yes"\n  status quo 2 because "so"\n  proposal 6 "more"\nactor A "Ay"\n  votes 2\n  capability about 2 between 1 and 3 because "so" by "us"\n  position i between 3 and 9 because "so"\n  salience i 40 because "so"\nactor B "Be"\n  # two\n  # comments\n  capability 1 because "so"\n  position i 2 because "so"\n  salience i 90 because "so"\n'
for n,r in enumerate(['unanimity','consensus less A','simple majority veto B quorum 2','majority 2/3 with quota 3','weighted quota 2','silence 24 hours','absolute majority under CST/4']):
    put('summit',f'rule-{n}.summit',small_summit(r))
put('summit','literate.md','# Talks\n\nprose\n\n```summit\n'+small_summit('consensus')+'```\n\n- ```summit\n  note "in a list"\n  ```\n')
asks=set()
for p in glob.glob(root+'/scenarios/**/*.md',recursive=True):
    for m in re.findall(r'```ask\n(.*?)```',open(p).read(),re.S):
        asks.add(m.split('\n')[0])
asks=sorted(asks)
for i,q in enumerate(asks[::max(1,len(asks)//40)][:40]): put('phrase',f'asked-{i:02}',q)
for i,q in enumerate(['unprovoked armed attack on the United States of America by Russia and China in Hawaii on 2002-05-14 as known 2003-01-01?',
  'on 14 May 2002 Afghanistan attacks Tajikistan','mobilization on 1914-07-30','attack on TAJ by unknown on 2002','war_declared, on NTH by “BEL” on 1914-08-04.',
  'attack on Bosnia and Herzegovina by Serbia and Montenegro on 1999-01-01','attack on CST by NATO on 30-02-2001']): put('phrase',f'shaped-{i}',q)
H_M='atopid,member,yrent,moent,dayent,yrexit,moexit,dayexit,phase,defense,offense,neutral,nonagg,consul,defcoadv,defcoloc,defconpr,offcodem,neucoatt,concoreq,obvary,olimob,termmode,noothall,asymm,new5,version\n'
H_A='atopid,begyr,begmo,begday,endyr,endmo,endday,mem1,mem2,defense,offense,neutral,nonagg,consul,specthrt,statthr1,statthr2,new5,version\n'
def row(h,**k):
    return ','.join(str(k.get(n,0)) for n in h.strip().split(','))+'\n'
m=lambda **k: row(H_M,**{**dict(atopid=9005,yrent=1930,moent=5,dayent=1,version='5.1'),**k})
a=lambda **k: row(H_A,**{**dict(atopid=9005,begyr=1930,begmo=5,begday=1,version='5.1'),**k})
rows=m(member=365,defense=1,consul=1)+m(member=640,consul=1,nonagg=1)
phases=m(member=365,phase=1,yrexit=1935,moexit=1,dayexit=2,consul=1)+m(member=365,phase=2,yrent=1935,moent=1,dayent=2,defense=1)+m(member=640,phase=1,yrexit=1935,moexit=1,consul=1)+m(member=640,phase=2,yrent=1935,defense=1)
cond=m(member=365,defense=1,defcoadv=1,defcoloc=1,defconpr='.',offense=1,offcodem=1,neutral=1,neucoatt=1,consul='.',concoreq=1,obvary=1,olimob=1,termmode=2,noothall=1)+m(member=640,yrent=1930,moent=0,dayent=0,yrexit='.',consul=1)+m(member=8152,defense=1)
al=a(mem1=365,mem2=640,consul=1,specthrt=1,statthr1=255)+a(atopid=9006,mem1=2,mem2=20,endyr=1940)
for n,r in [('rows',rows),('phases',phases),('conditions',cond)]:
    put('import_atop',n,'1'+r+'\n'+al)
put('import_atop','whole-file','0'+H_M+rows+'\n'+H_A+al)
put('import_atop','semicolons','0'+(H_M+phases).replace(',',';').replace('\n','\r\n'))
put('import_atop','version-4','0'+H_M.replace('new5','new4')+rows.replace('5.1','4.01'))
import gzip
put('import_atop','packed',b'0'+gzip.compress((H_M+rows).encode(),mtime=0))
put('import_atop','latin','0'.encode()+'name,atopid\nC\xf4te,1\n'.encode('latin-1'))
put('import_atop','quotes','1"9005","365","1930","5","1\n",0\n')
C_M='version4id,ccode,state_name,mem_st_day,mem_st_month,mem_st_year,mem_end_day,mem_end_month,mem_end_year,left_censor,right_censor,defense,neutrality,nonaggression,entente,version\n'
put('import_cow','member','19001,365,A,1,5,1930,1,5,1939,0,0,1,0,0,0,4.1\n9001,640,B,1,5,1930,1,5,1939,0,0,0,1,0,1,4.1\n')
put('import_cow','dyad','29001,365,640,1,5,1930,1,5,1939,0,0,1,0,0,0,0,4.1\n9001,640,365,1,5,1930,,,,0,1,1,1,1,1,1,4.1\n9002,2,20,1,1,1816,1,1,1950,1,0,0,0,1,0,1,4.1\n')
put('import_cow','directed','39001,365,640,1,5,1930,1,5,1939,0,0,1,0,0,0,4.1\n9001,640,365,1,5,1930,1,5,1939,0,0,0,0,0,1,4.1\n')
put('import_cow','faults','29001,365,365,1,5,1930,1,5,1929,0,0,1,0,0,0,0,4.1\n9001,0,640,0,0,0,1,5,1939,0,0,1,0,0,9,0,4.1\n9003,365\n9001,365,640,31,2,1930,0,0,0,0,0,1,0,0,0,0,4.1\n')
put('import_cow','whole-file','0'+C_M+'9001,365,A,1,5,1930,1,5,1939,0,0,1,0,0,0,4.1\n')
put('import_cow','yearly','0version4id,year,ccode\n1,1930,365\n')
# json
srv=sys.argv[1]
import tempfile
j=0
with tempfile.TemporaryDirectory() as work:
  for n in sorted(os.listdir(out+'/format')):
    p=f'{out}/format/{n}'
    tmp=os.path.join(work,n.replace('.md','.treaty.md')); open(tmp,'w').write(open(p).read())
    r=subprocess.run([srv,'fmt','-f','json',tmp],capture_output=True,text=True)
    if r.returncode==0:
        d=json.loads(r.stdout); d['entries']=d['entries'][:25]; put('json_form',n.split('.')[0]+'.json',json.dumps(d,separators=(',',':')))
  for n in ['comments.treaty','anzus-1951.md']:
    put('json_form','text-'+n,open(f'{out}/format/{n}').read()[:2500])
put('json_form','empty.json','{"schema":"servanda/treaty/1","host":"bare","entries":[]}')
put('json_form','bad.json','{"schema":"servanda/treaty/1","host":"literate","entries":[{"prose":"```treaty\\n"},{"clause":"gist","text":"a\\"b"},{"comment":"no hash"},{"blank":false},{"prose":"```\\n"}]}')
# dictionaries
kw=re.findall(r'\("([a-z]+)", "',open(root+'/crates/servanda/src/syntax/keyword.rs').read())
voc=re.findall(r'"([a-z][a-z_ -]+)"',open(root+'/crates/servanda/src/syntax/vocabulary.rs').read())
cont=re.findall(r'^    "([a-z]+)",',open(root+'/crates/servanda/src/syntax/keyword.rs').read(),re.M)
def esc(w):
    return ''.join(f'\\x{b:02X}' if b<32 or b>126 else ('\\'+chr(b) if chr(b) in '"\\' else chr(b)) for b in w.encode())
def dic(name,words,head):
    seen=list(dict.fromkeys(words))
    open(f'{root}/fuzz/{name}.dict','w').write(f'# {head}\n'+''.join(f'"{esc(w)}"\n' for w in seen))
lang=kw+cont+voc+['RUS','TAJ','USA','V','A','P','1930-05-01','1930','between','before','"x"','# c\n','```treaty\n','```\n','\n    ','(',')',',','..','not','and','or','open','unknown','"Bosnia and Herzegovina"','\u00a0','\r\n','\t']
dic('language',lang,'Words of the treaty language, written by fuzz/seeds.py.')
dic('summit',re.findall(r'^    "([a-z]+)",',open(root+'/crates/servanda-decide/src/summit/read.rs').read(),re.M)+['A','B','i','0','100','2/3','24','CST/4','2002-05-14','"x"','# c\n','```summit\n','```\n','\n    ','between 1 and 2','about 2 between 1 and 3','1e9','-1','NaN','inf','\u00a0','\r\n','\t'],'Words of summits, written by fuzz/seeds.py.')
ph=open(root+'/crates/servanda/src/engine/phrase.rs').read()
phr=re.findall(r'\("([a-z_ ]+)", EventKind',ph)
names=['Tajikistan','Afghanistan','Russia','RUS','TAJ','Bosnia and Herzegovina','United States of America','Hawaii','Europe','North Atlantic area','IMU','unknown',' and ',' by ',' in ',' on ',' known ',' against ',' as known ','2002-05-14','1914','14 May 2002','+','unprovoked ','provoked ','?','\u201c']
dic('phrase',phr+names,'Words of questions, written by fuzz/seeds.py.')
dic('table',[',',';','\t','\r\n','\n\n','.','NA','"','0','1','9005','365','640','2','1930','1816','2018','8152','1.0','PAR1','\x1f\x8b','\ufeff','mem1','new4','new5','4.01','5.1'],'Cells and marks of research tables, written by fuzz/seeds.py.')
js=sorted(set(re.findall(r'"([a-z_]+)":',''.join(open(f'{out}/json_form/{n}').read() for n in os.listdir(out+'/json_form')))))
dic('json',lang+[f'"{k}":' for k in js]+['"clause":"','true','null','[]','{}','\\n','\\u0000','\\"'],'Words of the language and keys of its JSON form, written by fuzz/seeds.py.')
